import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Turns } from './page-layout.ts';
import { percentBox, type Rect, rectsOf, turnRect } from './rects.ts';

const block = {
  text: 'abcdefghij klmnopqrst',
  place: {
    lines: [
      { start: 0, end: 10, rect: [0.1, 0.1, 0.6, 0.12] },
      { start: 11, end: 21, rect: [0.1, 0.13, 0.6, 0.15] },
    ],
  },
};
const rounded = (rects: readonly Rect[]) => rects.map((rect) => rect.map((value) => Math.round(value * 1_000) / 1_000));

test.each([
  ['a whole block', 0, 21, block.place.lines.map(({ rect }) => rect)],
  [
    'an end and a beginning',
    8,
    13,
    [
      [0.5, 0.1, 0.6, 0.12],
      [0.1, 0.13, 0.2, 0.15],
    ],
  ],
  ['words within a line', 2, 4, [[0.2, 0.1, 0.3, 0.12]]],
  ['the gap between two lines', 10, 11, []],
])('%s', (_, start, end, expected) => {
  expect(rounded(rectsOf(block, { start, end }))).toEqual(expected);
});

test('a block of no page has no rectangles', () => {
  expect(rectsOf({ text: 'abcde', place: {} }, { start: 0, end: 5 })).toEqual([]);
});

test('the top left corner goes round the page clockwise', () => {
  const corner: Rect = [0, 0, 0.2, 0.1];
  expect(turnRect(corner, 1)).toEqual([0.9, 0, 1, 0.2]);
  expect(turnRect(corner, 2)).toEqual([0.8, 0.9, 1, 1]);
  expect(turnRect(corner, 3)).toEqual([0, 0.8, 0.1, 1]);
});

test('four quarter turns, and a turn and its opposite, change nothing', () => {
  const unit = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(unit, unit, unit, unit, fc.constantFrom<Turns>(0, 1, 2, 3), (x0, y0, x1, y1, turns) => {
      const rect: Rect = [x0, y0, x1, y1];
      const back = turnRect(turnRect(rect, turns), ((4 - turns) % 4) as Turns);
      for (const [index, value] of back.entries()) expect(value).toBeCloseTo(rect[index]!, 9);
    }),
  );
});

test('CSS gets shares of the page', () => {
  expect(percentBox([0.25, 0.5, 0.75, 1])).toEqual({ left: '25%', top: '50%', width: '50%', height: '50%' });
});

test('wide letters take more of a line than narrow ones', () => {
  const line = { text: 'iiiiWW', place: { lines: [{ start: 0, end: 6, rect: [0, 0, 0.8, 0.1] }] } };
  const measure = (text: string): number => [...text].reduce((sum, letter) => sum + (letter === 'W' ? 2 : 1), 0);
  expect(rectsOf(line, { start: 4, end: 6 }, measure)).toEqual([[0.4, 0, 0.8, 0.1]]);
});

test('of a line that runs down the page all is covered', () => {
  const line = { text: 'vertical', place: { lines: [{ start: 0, end: 8, rect: [0.9, 0.1, 0.92, 0.6] }] } };
  expect(rectsOf(line, { start: 2, end: 4 })).toEqual([[0.9, 0.1, 0.92, 0.6]]);
});
