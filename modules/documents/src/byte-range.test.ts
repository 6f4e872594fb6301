import fc from 'fast-check';
import { expect, test } from 'vitest';
import { byteRangeOf, longestRangeBytes } from './byte-range.ts';

test.each([
  ['bytes=0-99', 1_000, { start: 0, end: 100 }],
  ['bytes=990-2000', 1_000, { start: 990, end: 1_000 }],
  ['bytes=500-', 1_000, { start: 500, end: 1_000 }],
  ['bytes=-100', 1_000, { start: 900, end: 1_000 }],
  ['bytes=-5000', 1_000, { start: 0, end: 1_000 }],
  ['bytes=1000-', 1_000, 'unsatisfiable'],
  ['bytes=-0', 1_000, 'unsatisfiable'],
  ['bytes=0-0', 0, 'unsatisfiable'],
  ['bytes=0-', longestRangeBytes * 3, { start: 0, end: longestRangeBytes }],
  ['bytes=5-2', 1_000, null],
  ['bytes=-', 1_000, null],
  ['bytes=0-1,5-9', 1_000, null],
  ['lines=1-2', 1_000, null],
  [undefined, 1_000, null],
])('%s of %d bytes is %j', (header, size, expected) => {
  expect(byteRangeOf(header, size)).toEqual(expected);
});

test('whatever is asked for, only bytes of the file are answered', () => {
  fc.assert(
    fc.property(fc.string(), fc.nat(), fc.nat(), fc.nat(10_000), (noise, first, last, size) => {
      for (const header of [noise, `bytes=${first}-${last}`, `bytes=${first}-`, `bytes=-${last}`]) {
        const range = byteRangeOf(header, size);
        if (range === null || range === 'unsatisfiable') continue;
        expect(0 <= range.start && range.start < range.end && range.end <= size).toBe(true);
      }
    }),
  );
});
