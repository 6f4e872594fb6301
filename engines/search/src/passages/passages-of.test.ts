import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWords } from './count-words.ts';
import type { SourceBlock } from './passage.ts';
import { createPassageBuilder, passagesOf } from './passages-of.ts';
import { placesOf } from './places-of.ts';

const paragraph = (text: string, part = 1): SourceBlock => ({ kind: 'paragraph', text, place: { part } });
const heading = (text: string, level: number): SourceBlock => ({ kind: 'heading', level, text, place: { part: 1 } });
const words = (count: number, word = 'palabra') => Array.from({ length: count }, (_, at) => `${word}${at}`).join(' ');
const row = (table: number, values: string[], header = ['Concepto', 'Importe']): SourceBlock => ({
  kind: 'table-row',
  text: values.join(' | '),
  cells: values.map((text, column) => ({ ref: `${'ABC'[column]}${table + 1}`, text })),
  header,
  table,
  place: { part: 2 },
});

describe('structure', () => {
  test('no passage crosses a heading, and each knows the headings above it', () => {
    const passages = passagesOf([
      heading('Contrato', 1),
      heading('Objeto', 2),
      paragraph('Las obras del puente.'),
      heading('Plazo', 2),
      paragraph('Noventa días.'),
    ]);
    expect(passages.map(({ text, headings }) => [headings, text])).toEqual([
      [['Contrato', 'Objeto'], 'Las obras del puente.'],
      [['Contrato', 'Plazo'], 'Noventa días.'],
    ]);
  });

  test('a heading with nothing below is a passage of its own', () => {
    const passages = passagesOf([
      heading('Anexo A', 1),
      heading('Planos', 2),
      heading('Anexo B', 1),
      paragraph('Texto.'),
    ]);
    expect(passages.map(({ text, headings }) => [headings, text])).toEqual([
      [['Anexo A'], 'Planos'],
      [['Anexo B'], 'Texto.'],
    ]);
  });

  test('short paragraphs and list items are grouped up to the target', () => {
    const items = Array.from(
      { length: 10 },
      (_, at): SourceBlock => ({ kind: 'list-item', text: words(30, `item${at}x`), place: { part: 1 } }),
    );
    const passages = passagesOf(items);
    expect(passages.map(({ text }) => countWords(text))).toEqual([120, 120, 60]);
  });

  test('what leads on to a list stays with it', () => {
    const passages = passagesOf([
      paragraph(words(125)),
      paragraph('El contratista deberá:'),
      { kind: 'list-item', text: words(100), place: { part: 1 } },
    ]);
    expect(passages[1]!.text.startsWith('El contratista deberá:\n\npalabra0')).toBe(true);
  });

  test('a long paragraph falls at sentence ends into pieces of like size', () => {
    const text = Array.from({ length: 40 }, (_, at) => `La frase ${at} tiene exactamente ocho palabras seguidas.`).join(
      ' ',
    );
    const passages = passagesOf([paragraph(text)]);
    expect(passages.map((passage) => passage.text).join(' ')).toBe(text);
    for (const passage of passages) expect(passage.text).toMatch(/^La frase .* seguidas\.$/s);
    const sizes = passages.map((passage) => countWords(passage.text));
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(60);
  });

  test('rows carry their labels and the sheet, and tables do not mix', () => {
    const options = { part: () => ({ kind: 'sheet' as const, name: 'Presupuesto' }) };
    const passages = passagesOf(
      [row(1, ['Cemento', '1.250,00']), row(1, ['Arena', '']), row(2, ['Grava', '80'])],
      options,
    );
    expect(passages.map(({ text, headings }) => [headings, text])).toEqual([
      [['Presupuesto'], 'Concepto: Cemento | Importe: 1.250,00\nConcepto: Arena'],
      [['Presupuesto'], 'Concepto: Grava | Importe: 80'],
    ]);
  });
});

describe('places', () => {
  test('a cell is found by its value and by its label', () => {
    const passage = passagesOf([row(1, ['Cemento', '1.250,00'])])[0]!;
    const at = passage.text.indexOf('1.250,00');
    expect(placesOf(passage, { start: at, end: at + 8 })).toMatchObject([{ part: 2, range: 'B2' }]);
    const [cell, ...others] = placesOf(passage, { start: at - 9, end: at + 8 });
    expect(others).toEqual([]);
    expect('Cemento | 1.250,00'.slice(cell!.start, cell!.end)).toBe('1.250,00');
  });

  test('a quotation over two lines marks a part of each', () => {
    const block: SourceBlock = {
      kind: 'paragraph',
      text: 'abcdefghijklmnopqrst',
      place: {
        part: 7,
        lines: [
          { start: 0, end: 10, rect: [0.1, 0.1, 0.6, 0.12] },
          { start: 10, end: 20, rect: [0.1, 0.13, 0.6, 0.15] },
        ],
      },
    };
    const [place] = placesOf(passagesOf([block])[0]!, { start: 8, end: 12 });
    expect(place).toMatchObject({ part: 7, block: 0, start: 8, end: 12 });
    expect(place!.rects.map((rect) => rect.map((value) => Math.round(value * 1000) / 1000))).toEqual([
      [0.5, 0.1, 0.6, 0.12],
      [0.1, 0.13, 0.2, 0.15],
    ]);
  });

  test('lines of plain text are counted', () => {
    const passage = passagesOf([{ kind: 'paragraph', text: 'uno\ndos\ntres', place: { part: 1, line: 40 } }])[0]!;
    expect(placesOf(passage, { start: 4, end: 12 })[0]!.lines).toEqual([41, 42]);
  });
});

const anyBlock: fc.Arbitrary<SourceBlock> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('heading', 'paragraph', 'list-item', 'code', 'header-field'),
    level: fc.integer({ min: 1, max: 6 }),
    text: fc.oneof(fc.lorem({ maxCount: 60, mode: 'sentences' }), fc.string({ unit: 'binary', maxLength: 300 })),
    place: fc.record({ part: fc.integer({ min: 1, max: 3 }) }),
  }),
  fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 4 }).map((values) => row(values.length, values)),
);

test('any blocks: anchors are exact and cover all but separators, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(anyBlock, { maxLength: 25 }), (blocks) => {
      const passages = passagesOf(blocks, { targetWords: 40, maxWords: 60 });
      const kept = blocks.map(() => 0);
      for (const { text, anchors } of passages) {
        let at = 0;
        for (const anchor of anchors) {
          expect(text.slice(at, anchor.start)).toMatch(/^(?: \| |\n{1,2})?$/);
          const block = blocks[anchor.block]!;
          if (anchor.end - anchor.start === anchor.blockEnd - anchor.blockStart && block.kind !== 'table-row') {
            expect(text.slice(anchor.start, anchor.end)).toBe(block.text.slice(anchor.blockStart, anchor.blockEnd));
            kept[anchor.block]! += text.slice(anchor.start, anchor.end).replace(/\s/g, '').length;
          }
          at = anchor.end;
        }
        expect(at).toBe(text.length);
      }
      for (const [at, block] of blocks.entries()) {
        if (block.kind !== 'heading' && block.kind !== 'table-row')
          expect(kept[at]).toBe(block.text.replace(/\s/g, '').length);
      }
    }),
    { numRuns: 300 },
  );
});

test('blocks in one call or one by one give the same passages', () => {
  fc.assert(
    fc.property(fc.array(anyBlock, { maxLength: 15 }), (blocks) => {
      const builder = createPassageBuilder();
      const streamed = [...blocks.flatMap((block) => builder.add([block])), ...builder.finish()];
      expect(streamed).toEqual(passagesOf(blocks));
    }),
    { numRuns: 100 },
  );
});
