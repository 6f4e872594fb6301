import type { Passage } from '@nexus/search';
import { describe, expect, test } from 'vitest';
import { placeOfMarks } from './place-of-marks.ts';

const anchors: Passage['anchors'] = [
  { start: 0, end: 10, block: 4, blockStart: 20, blockEnd: 30, place: { part: 2 } },
  { start: 12, end: 40, block: 5, blockStart: 0, blockEnd: 28, place: { part: 3 } },
];

describe('the place of marked words', () => {
  test('is the block that holds most of them, from the first to the last', () => {
    const marks = [
      { start: 2, end: 6 },
      { start: 15, end: 18 },
      { start: 30, end: 36 },
    ];
    expect(placeOfMarks({ anchors }, marks)).toEqual({ part: 3, block: 5, start: 3, end: 24 });
  });

  test('is the first block when two hold as many', () => {
    const marks = [
      { start: 2, end: 6 },
      { start: 15, end: 18 },
    ];
    expect(placeOfMarks({ anchors }, marks)).toEqual({ part: 2, block: 4, start: 22, end: 26 });
  });

  test('is where they stand close together, not from one end of a long block to the other', () => {
    const long: Passage['anchors'] = [
      { start: 0, end: 500, block: 0, blockStart: 0, blockEnd: 500, place: { part: 1 } },
    ];
    const marks = [
      { start: 10, end: 15 },
      { start: 300, end: 305 },
      { start: 320, end: 329 },
    ];
    expect(placeOfMarks({ anchors: long }, marks)).toEqual({ part: 1, block: 0, start: 300, end: 329 });
  });

  test('is the whole block where its text was shown in another form', () => {
    const shown: Passage['anchors'] = [
      { start: 0, end: 15, block: 1, blockStart: 3, blockEnd: 9, place: { part: 1, range: 'B2' } },
    ];
    expect(placeOfMarks({ anchors: shown }, [{ start: 8, end: 12 }])).toEqual({ part: 1, block: 1, start: 3, end: 9 });
  });

  test('is nowhere without marks, or when they stand between the blocks', () => {
    expect(placeOfMarks({ anchors }, [])).toBeNull();
    expect(placeOfMarks({ anchors }, [{ start: 10, end: 12 }])).toBeNull();
  });
});
