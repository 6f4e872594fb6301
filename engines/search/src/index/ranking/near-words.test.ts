import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frontCode, readFrontCoded } from '../codec/front-coding.ts';
import { nearWords } from './near-words.ts';

const word = fc.oneof(
  fc.array(fc.constantFrom('a', 'b', 'c', 'ñ'), { minLength: 1, maxLength: 8 }).map((letters) => letters.join('')),
  fc.array(fc.constantFrom('м', 'и', 'р', '水'), { minLength: 1, maxLength: 5 }).map((letters) => letters.join('')),
);
const words = fc.uniqueArray(word, { maxLength: 80 }).map((list) => list.sort());

test('front coding gives the words back', () => {
  fc.assert(fc.property(words, (list) => void expect([...readFrontCoded(frontCode(list))]).toEqual(list)));
});

test('finds exactly the words within the distance', () => {
  fc.assert(
    fc.property(words, word, fc.constantFrom(1, 2), (list, asked, maxDistance) => {
      const expected = list
        .map((known): [string, number] => [known, alignmentDistance(known, asked)])
        .filter(([, distance]) => distance <= maxDistance);
      expect([...nearWords(frontCode(list), asked, maxDistance)]).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

/** Optimal string alignment by its recursive definition. */
function alignmentDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]![j] = Math.min(
        rows[i - 1]![j]! + 1,
        rows[i]![j - 1]! + 1,
        rows[i - 1]![j - 1]! + same,
        swapped ? rows[i - 2]![j - 2]! + 1 : Number.POSITIVE_INFINITY,
      );
    }
  }
  return rows[a.length]![b.length]!;
}
