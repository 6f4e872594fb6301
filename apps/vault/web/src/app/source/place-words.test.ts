import { describe, expect, test } from 'vitest';
import { placeWordsOf } from './place-words.ts';

describe('a place in words', () => {
  test('is a page in paged files', () => {
    expect(placeWordsOf('pdf', { part: 12 })).toEqual([{ word: 'page', values: { part: 12 } }]);
  });

  test('is a sheet with its cell', () => {
    expect(placeWordsOf('xlsx', { part: 2, range: 'C4' })).toEqual([
      { word: 'sheet', values: { part: 2 } },
      { word: 'cell', values: { range: 'C4' } },
    ]);
  });

  test('is one line or several in plain text, and no page', () => {
    expect(placeWordsOf('text', { part: 1, lines: [7, 7] })).toEqual([{ word: 'line', values: { first: 7 } }]);
    expect(placeWordsOf('text', { part: 1, lines: [7, 9] })).toEqual([
      { word: 'lines', values: { first: 7, last: 9 } },
    ]);
  });

  test('is left out for the only part of a mail', () => {
    expect(placeWordsOf('eml', { part: 1 })).toEqual([]);
    expect(placeWordsOf('eml', { part: 2 })).toEqual([{ word: 'message', values: { part: 2 } }]);
  });

  test('is nothing when nothing is known', () => {
    expect(placeWordsOf(null, { part: null })).toEqual([]);
  });
});
