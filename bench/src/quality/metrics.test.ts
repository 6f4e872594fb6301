import { expect, test } from 'vitest';
import { areaUnderCurve, gainFigures, retrievalFigures } from './metrics.ts';

test('success at 1 and 5 and reciprocal rank at 10', () => {
  const relevant = new Map([[7, 1]]);
  const ranked = (rank: number) => ({
    ranking: Array.from({ length: 12 }, (_, at) => (at === rank ? 7 : 100 + at)),
    relevant,
  });
  expect(retrievalFigures([ranked(0), ranked(3), ranked(9), ranked(10)])).toEqual({
    r1: 25,
    r5: 50,
    mrr10: (100 * (1 + 1 / 4 + 1 / 10)) / 4,
  });
});

test('gain is discounted by rank and shared by the best possible', () => {
  const relevant = new Map([
    [1, 2],
    [2, 1],
  ]);
  expect(gainFigures([{ ranking: [1, 2], relevant }]).ndcg10).toBeCloseTo(100);
  expect(gainFigures([{ ranking: [9, 1], relevant }]).ndcg10).toBeCloseTo(
    (100 * (2 / Math.log2(3))) / (2 + 1 / Math.log2(3)),
  );
  expect(gainFigures([{ ranking: [9], relevant }]).ndcg10).toBe(0);
});

test('area under the curve counts pairs, ties half', () => {
  expect(areaUnderCurve([0.9, 0.8], [0.1, 0.2])).toBe(1);
  expect(areaUnderCurve([0.1], [0.9])).toBe(0);
  expect(areaUnderCurve([0.5, 0.7], [0.5, 0.6])).toBe((0.5 + 0 + 1 + 1) / 4);
});
