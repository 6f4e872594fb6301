import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureGarbage } from './garbage.ts';
import { joinLines } from './join-lines.ts';

const rect = [0, 0, 1, 1] as const;

describe('joinLines', () => {
  it('gives boxes whose characters are the lines, in order and without overlap', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-zñ0-9]{1,9}( [a-zñ0-9]{1,9}){0,3}-?$/), { minLength: 1, maxLength: 8 }),
        (texts) => {
          const { text, boxes } = joinLines(texts.map((line) => ({ text: line, rect })));
          let end = 0;
          boxes.forEach((box, i) => {
            const line = texts[i] as string;
            expect([line, line.replace(/-$/, '')]).toContain(text.slice(box.start, box.end));
            expect(box.start).toBeGreaterThanOrEqual(end);
            expect(box.start - end).toBeLessThanOrEqual(1);
            end = box.end;
          });
          expect(end).toBe(text.length);
        },
      ),
    );
  });
});

describe('measureGarbage', () => {
  it.each([
    ['El presente contrato (art. 3.º) asciende a 1.200,50 € + IVA.', 0],
    ['NOMBRE_SUJETO_ASISTENCIA e ID_CENTRO, ana@example.org, https://example.org/a?b=c', 0],
    ['• Uno\n\uf0b7 Dos\n\uf0a7 Tres', 0],
  ])('finds nothing wrong with %j', (text, share) => {
    expect(measureGarbage(text)).toBe(share);
  });

  it.each([
    '\ue001\ue002\ue003 \ue004\ue005',
    '\ufffd\ufffd\ufffd a \ufffd',
    'ČãþĜ~åê$itp#ċâý&ìäé !{[Ëe}~ #$%a&b',
    '\u0003\u0005\u0007\u0010abc',
  ])('is alarmed by %j', (text) => {
    expect(measureGarbage(text)).toBeGreaterThan(0.3);
  });
});
