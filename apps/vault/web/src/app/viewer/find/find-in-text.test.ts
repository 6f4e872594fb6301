import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findIn } from './find-in-text.ts';

const hits = (text: string, query: string) => findIn(text, query).map(({ start, end }) => text.slice(start, end));

test.each([
  ['El Plazo y el plazo', 'PLAZO', ['Plazo', 'plazo']],
  ['La cláusula y la CLAUSULA', 'cláusula', ['cláusula', 'CLAUSULA']],
  ['doscientos diez\n  (210) días', 'diez (210)', ['diez\n  (210)']],
  ['un año, no un ano', 'año', ['año']],
  ['un año, no un ano', 'ano', ['ano']],
  ['cla\u0301usula escrita con marcas', 'clausula', ['cla\u0301usula']],
  ['İstanbul', 'i', ['İ']],
  ['aaaa', 'aa', ['aa', 'aa']],
  ['<script>alert(1)</script>', '<SCRIPT>', ['<script>']],
  ['nada', '  ', []],
  ['', 'x', []],
])('%j holds %j', (text, query, expected) => {
  expect(hits(text, query)).toEqual(expected);
});

test('what is cut out of a text is found there, at its place', () => {
  const words = fc.string({ unit: fc.constantFrom('a', 'é', 'Ñ', ' ', '\n', 'z', '0', '€', '😀'), maxLength: 40 });
  fc.assert(
    fc.property(words, fc.nat(40), fc.nat(40), (text, a, b) => {
      const query = [...text].slice(Math.min(a, b), Math.max(a, b)).join('');
      if (query.trim() === '') return;
      const at = text.indexOf(query.trim());
      const found = findIn(text, query);
      expect(found.length).toBeGreaterThan(0);
      expect(found[0]!.start).toBeLessThanOrEqual(at);
      for (const [i, { start, end }] of found.entries()) {
        expect(start).toBeLessThan(end);
        if (i > 0) expect(start).toBeGreaterThanOrEqual(found[i - 1]!.end);
      }
    }),
  );
});
