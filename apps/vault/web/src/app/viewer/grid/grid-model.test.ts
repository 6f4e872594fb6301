import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TextBlock } from '../document-queries.ts';
import { addressOf, columnName, gridOf, isFigure, markedRow } from './grid-model.ts';

const row = (number: number, refs: readonly string[], texts: readonly string[], header?: string[]): TextBlock => ({
  number,
  kind: 'table-row',
  text: texts.join(' | '),
  cells: refs.map((ref, index) => ({ ref, text: texts[index]! })),
  table: 1,
  place: { part: 1 },
  ...(header ? { header } : {}),
});
const head = row(40, ['A1', 'B1'], ['Concepto', 'Importe']);
const blocks = [
  head,
  row(41, ['A2', 'B2'], ['Puente', '1.847.221,00'], ['Concepto', 'Importe']),
  row(42, ['C9'], ['solo']),
];

describe('a sheet', () => {
  test('keeps its own numbers and columns, with gaps', () => {
    const { columns, rows } = gridOf(blocks);
    expect(columns).toBe(3);
    expect(rows.map(({ number, isHead }) => [number, isHead])).toEqual([
      [1, true],
      [2, false],
      [9, false],
    ]);
    expect(rows[2]!.texts.get(2)).toBe('solo');
  });

  test('shows what is no row as a row', () => {
    const note: TextBlock = { number: 43, kind: 'paragraph', text: 'Nota al pie', place: { part: 1 } };
    expect(gridOf([...blocks, note]).rows[3]).toMatchObject({ number: 10, texts: new Map([[0, 'Nota al pie']]) });
  });

  test('formulas and markup are text', () => {
    const hostile = row(50, ['A1', 'B1'], ["=cmd|'/C calc'!A0", '<img src=x onerror=alert(1)>']);
    expect([...gridOf([hostile]).rows[0]!.texts.values()]).toEqual(hostile.cells!.map(({ text }) => text));
  });
});

describe('a place', () => {
  const start = blocks[1]!.text.indexOf('1.847');
  test.each([
    ['a cell', { block: 41, start, end: start + 12 }, { index: 1, cells: [[1, { start: 0, end: 12 }]] }],
    [
      'a part of a cell',
      { block: 41, start: start + 2, end: start + 5 },
      { index: 1, cells: [[1, { start: 2, end: 5 }]] },
    ],
    [
      'a row',
      { block: 41 },
      {
        index: 1,
        cells: [
          [0, { start: 0, end: 6 }],
          [1, { start: 0, end: 12 }],
        ],
      },
    ],
    ['a cell far to the right', { block: 42 }, { index: 2, cells: [[2, { start: 0, end: 4 }]] }],
    ['a separator only', { block: 41, start: 7, end: 8 }, { index: 1, cells: [] }],
  ])('marks %s', (_, place, expected) => {
    const marked = markedRow(blocks, place);
    expect({ index: marked!.index, cells: [...marked!.cells] }).toEqual(expected);
  });

  test('on another sheet marks nothing', () => {
    expect(markedRow(blocks, { block: 7 })).toBeNull();
    expect(markedRow(blocks, { part: 1 })).toBeNull();
  });
});

test('columns are named as in every spreadsheet, and named back', () => {
  expect([0, 25, 26, 27, 701, 702].map(columnName)).toEqual(['A', 'Z', 'AA', 'AB', 'ZZ', 'AAA']);
  fc.assert(
    fc.property(fc.nat(16_383), fc.integer({ min: 1, max: 1_048_576 }), (column, at) => {
      expect(addressOf(`${columnName(column)}${at}`)).toEqual({ column, row: at });
    }),
  );
});

test.each([
  ['1.847.221,00', true],
  ['(1.200,50)', true],
  ['-3 %', true],
  ['12 €', true],
  ['2024/17', false],
  ['3 de mayo', false],
  ['', false],
])('%j is a figure: %s', (text, expected) => {
  expect(isFigure(text)).toBe(expected);
});
