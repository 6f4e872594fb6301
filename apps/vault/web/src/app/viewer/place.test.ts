import { expect, test } from 'vitest';
import { markIn, placeKey } from './place.ts';

const block = { number: 7, text: 'El plazo es de 210 días.' };

test.each([
  ['characters', { part: 1, block: 7, start: 15, end: 23 }, '210 días'],
  ['from a character on', { part: 1, block: 7, start: 15 }, '210 días.'],
  ['up to a character', { part: 1, block: 7, end: 8 }, 'El plazo'],
  ['a whole block', { part: 1, block: 7 }, block.text],
  ['characters that reach beyond the text', { block: 7, start: 20, end: 99 }, 'ías.'],
  ['characters of another reading of the file', { block: 7, start: 200, end: 210 }, block.text],
  ['nothing between two equal ends', { block: 7, start: 3, end: 3 }, block.text],
  ['another block', { part: 1, block: 8, start: 0, end: 2 }, null],
  ['a part alone', { part: 1 }, null],
])('a place with %s', (_, place, expected) => {
  const mark = markIn(block, place);
  expect(mark && block.text.slice(mark.start, mark.end)).toBe(expected);
});

test('places differ by every part of them', () => {
  const places = [{}, { part: 1 }, { block: 1 }, { start: 1 }, { end: 1 }, { part: 1, block: 1 }];
  expect(new Set(places.map(placeKey)).size).toBe(places.length);
});
