import { expect, test } from 'vitest';
import { measureQueries, percentile } from './measure.ts';

test('percentiles are by nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, i) => 100 - i);
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile(values, 0.99)).toBe(99);
  expect(percentile([7], 0.99)).toBe(7);
  expect(percentile([], 0.5)).toBeNaN();
});

test('queries run twice and are measured once, in order; time that is over ends a round', async () => {
  const asked: number[] = [];
  const { results, latenciesMs } = await measureQueries([1, 2, 3], (query) => {
    asked.push(query);
    return query * 10;
  });
  expect(asked).toEqual([1, 2, 3, 1, 2, 3]);
  expect(results).toEqual([10, 20, 30]);
  expect(latenciesMs).toHaveLength(3);
  const slow = await measureQueries([1, 2, 3], () => new Promise((resolve) => setTimeout(resolve, 30)), 0.02);
  expect(slow.results).toHaveLength(1);
});
