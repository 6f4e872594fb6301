import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PartQuality } from '../../app/viewer/document-queries.ts';
import { bucketsOf, countGrades, gradeOf } from './quality-buckets.ts';

const part = (number: number, more: Partial<PartQuality> = {}): PartQuality => ({
  part: number,
  kind: 'page',
  name: null,
  method: 'text',
  characters: 900,
  confidence: null,
  garbage: null,
  size: null,
  notes: [],
  ...more,
});

test.each([
  [{}, 'good'],
  [{ method: 'ocr', confidence: 97 }, 'good'],
  [{ method: 'ocr', confidence: 61 }, 'doubtful'],
  [{ garbage: 0.3 }, 'doubtful'],
  [{ method: 'empty' }, 'blank'],
  [{ method: 'unread', confidence: 99 }, 'unread'],
])('%j is %s', (quality, grade) => {
  expect(gradeOf(part(1, quality))).toBe(grade);
});

test('an unread page among hundreds is seen', () => {
  const parts = Array.from({ length: 1_000 }, (_, i) => part(i + 1, i === 736 ? { method: 'unread' } : {}));
  const buckets = bucketsOf(parts, 100);
  expect(buckets).toHaveLength(100);
  expect(buckets.filter(({ grade }) => grade === 'unread')).toEqual([{ from: 731, to: 740, grade: 'unread' }]);
  expect(countGrades(parts)).toEqual({ good: 999, blank: 0, doubtful: 0, unread: 1 });
});

test('every part is in one cell, and there are never too many', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer({ min: 1, max: 200 }), (count, most) => {
      const parts = Array.from({ length: count }, (_, i) => part(i + 1));
      const buckets = bucketsOf(parts, most);
      expect(buckets.length).toBeLessThanOrEqual(most);
      expect(buckets.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, i) => from + i))).toEqual(
        parts.map((each) => each.part),
      );
    }),
  );
});
