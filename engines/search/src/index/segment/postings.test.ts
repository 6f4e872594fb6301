import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  advanceCursor,
  countPostings,
  createCursor,
  endOfList,
  impactsBetween,
  nextBlock,
  openCursor,
} from './posting-cursor.ts';
import { createPostingEncoder } from './posting-encoder.ts';
import { noLength } from './posting-format.ts';
import type { Segment } from './segment.ts';

type Posting = { ordinal: number; frequency: number };

const list = fc
  .record({
    count: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 100, max: 700 })),
    spread: fc.constantFrom(1, 3, 40, 5000),
    heavy: fc.constantFrom(0, 0.05, 0.6),
    seed: fc.nat(),
  })
  .map(({ count, spread, heavy, seed }): Posting[] => {
    let state = seed;
    const random = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    let ordinal = -1;
    return Array.from({ length: count }, () => {
      ordinal += 1 + Math.floor(random() * spread);
      return { ordinal, frequency: random() < heavy ? 1 + Math.floor(random() ** 4 * 127) : 1 };
    });
  });

function encode(lists: readonly Posting[][]): { segment: Segment; pointers: number[] } {
  const passages = Math.max(...lists.map((postings) => postings.at(-1)!.ordinal)) + 1;
  const lengths = Uint8Array.from({ length: passages }, (_, i) => (i * 37) % 250);
  const encoder = createPostingEncoder(lengths);
  const pointers = lists.map((postings) =>
    encoder.append(
      Uint32Array.from(postings, ({ ordinal }) => ordinal),
      Uint8Array.from(postings, ({ frequency }) => frequency),
      postings.length,
    ),
  );
  const segment = { lengths, passages, longLists: encoder.longLists(), shortLists: encoder.shortLists() } as Segment;
  return { segment, pointers };
}

test('every list comes back, beside others', () => {
  fc.assert(
    fc.property(fc.array(list, { minLength: 1, maxLength: 4 }), (lists) => {
      const { segment, pointers } = encode(lists);
      const cursor = createCursor(segment);
      lists.forEach((postings, i) => {
        expect(countPostings(segment, pointers[i]!)).toBe(postings.length);
        const read: Posting[] = [];
        for (openCursor(cursor, segment, pointers[i]!); cursor.ordinal !== endOfList; nextBlock(cursor)) {
          for (let k = 0; k < cursor.count; k += 1) {
            read.push({ ordinal: cursor.ordinals[k]!, frequency: cursor.frequencies[k]! });
          }
        }
        expect(read).toEqual(postings);
      });
    }),
    { numRuns: 30 },
  );
});

test('a cursor lands on the first posting at or after each target', () => {
  fc.assert(
    fc.property(
      list,
      fc.array(fc.double({ min: 0, max: 1.01, noNaN: true }), { maxLength: 30 }),
      (postings, shares) => {
        const { segment, pointers } = encode([postings]);
        const cursor = createCursor(segment);
        openCursor(cursor, segment, pointers[0]!);
        for (const share of shares.toSorted((a, b) => a - b)) {
          const target = Math.floor(share * segment.passages);
          advanceCursor(cursor, target);
          const expected = postings.find(({ ordinal }) => ordinal >= target);
          expect(cursor.ordinal).toBe(expected?.ordinal ?? endOfList);
          if (expected !== undefined) expect(cursor.frequencies[cursor.index]).toBe(expected.frequency);
        }
      },
    ),
  );
});

test('impacts of a window bound every posting in it, and an empty window is known', () => {
  fc.assert(
    fc.property(list, fc.integer({ min: 1, max: 2000 }), (postings, width) => {
      const { segment, pointers } = encode([postings]);
      const cursor = createCursor(segment);
      openCursor(cursor, segment, pointers[0]!);
      for (let start = 0; start < segment.passages; start += width) {
        const inside = postings.filter(({ ordinal }) => ordinal >= start && ordinal < start + width);
        const impacts = impactsBetween(cursor, start, start + width);
        if (impacts < 0) expect(inside).toEqual([]);
        for (const { ordinal, frequency } of inside) {
          const length = segment.lengths[ordinal]!;
          if (frequency === 1) expect(impacts & 0xff).toBeLessThanOrEqual(length);
          else {
            expect((impacts >>> 16) & 0xff).toBeLessThanOrEqual(length);
            expect((impacts >>> 8) & 0xff).toBeGreaterThanOrEqual(frequency);
          }
        }
        // Short lists are exact: what has nothing to bound says so.
        if (postings.length < 128 && inside.length === 0) expect(impacts).toBe(-1);
        if (postings.length < 128 && inside.length > 0 && inside.every(({ frequency }) => frequency === 1)) {
          expect((impacts >>> 16) & 0xff).toBe(noLength);
        }
      }
    }),
    { numRuns: 30 },
  );
});
