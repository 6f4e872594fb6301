import { describe, expect, test } from 'vitest';
import type { SearchHit } from '../search-passages.ts';
import { newsOf, seenAfter } from './news-of.ts';

const began = new Date('2026-11-21T08:00:00Z');
const idAt = (time: string, tail: number): string => {
  const hex = new Date(time).getTime().toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${String(tail).padStart(12, '0')}`;
};
const hit = (sourceId: string): SearchHit => ({ found: { sourceId } }) as SearchHit;
const [old, waiting, fresh] = [
  idAt('2026-11-01T00:00:00Z', 1),
  idAt('2026-11-21T02:00:00Z', 2),
  idAt('2026-11-22T00:00:00Z', 3),
];
const idsOf = (hits: readonly SearchHit[]) => hits.map(({ found }) => found.sourceId);

describe('news of a watch', () => {
  test('is what came since, once for each version', () => {
    const hits = [hit(fresh), hit(old), hit(fresh)];
    expect(idsOf(newsOf(hits, { seen: [], createdAt: began }))).toEqual([fresh]);
  });

  test('counts a document that was uploaded before and read after the watch began', () => {
    expect(idsOf(newsOf([hit(waiting)], { seen: [], createdAt: began }))).toEqual([waiting]);
  });

  test('is nothing that was told of before', () => {
    const seen = seenAfter([hit(fresh), hit(waiting), hit(fresh)], [old]);
    expect(seen).toEqual([fresh, waiting, old]);
    expect(newsOf([hit(fresh), hit(waiting)], { seen, createdAt: began })).toEqual([]);
  });

  test('forgets the oldest first', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => idAt('2026-11-22T00:00:00Z', index + 10));
    const seen = seenAfter([hit(fresh)], many);
    expect(seen).toHaveLength(1_000);
    expect(seen[0]).toBe(fresh);
    expect(seen).not.toContain(many.at(-1));
  });
});
