import type { Figures } from '../bench.ts';

/** One ranking of passage numbers, best first, and the graded relevance of passages (absent is 0). */
export type Judged = { ranking: readonly number[]; relevant: ReadonlyMap<number, number> };

/** Success at 1 and 5 and mean reciprocal rank at 10, in per cent. */
export function retrievalFigures(judged: readonly Judged[]): Figures {
  const first = judged.map(({ ranking, relevant }) => ranking.findIndex((passage) => relevant.has(passage)));
  return {
    r1: percent(first.map((rank) => (rank === 0 ? 1 : 0))),
    r5: percent(first.map((rank) => (rank >= 0 && rank < 5 ? 1 : 0))),
    mrr10: percent(first.map((rank) => (rank >= 0 && rank < 10 ? 1 / (rank + 1) : 0))),
  };
}

/** Normalised discounted cumulative gain at 10 (gain = grade, discount log2), in per cent. Järvelin and Kekäläinen 2002. */
export function gainFigures(judged: readonly Judged[]): Figures {
  const share = judged.map(({ ranking, relevant }) => {
    const ideal = discounted([...relevant.values()].sort((a, b) => b - a));
    return ideal === 0 ? 0 : discounted(ranking.map((passage) => relevant.get(passage) ?? 0)) / ideal;
  });
  return { ndcg10: percent(share) };
}

function discounted(gains: readonly number[]): number {
  return gains.slice(0, 10).reduce((sum, gain, rank) => sum + gain / Math.log2(rank + 2), 0);
}

/** Chance that a positive scores above a negative, ties half (Mann-Whitney). NaN when either is missing. */
export function areaUnderCurve(positives: readonly number[], negatives: readonly number[]): number {
  const all = [
    ...positives.map((score) => ({ score, positive: true })),
    ...negatives.map((score) => ({ score, positive: false })),
  ];
  all.sort((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let start = 0; start < all.length; ) {
    let end = start;
    while (end < all.length && all[end]!.score === all[start]!.score) end++;
    const meanRank = (start + 1 + end) / 2;
    for (let at = start; at < end; at++) if (all[at]!.positive) rankSum += meanRank;
    start = end;
  }
  const pairs = positives.length * negatives.length;
  return (rankSum - (positives.length * (positives.length + 1)) / 2) / pairs;
}

export function percent(values: readonly number[]): number {
  return (100 * values.reduce((sum, value) => sum + value, 0)) / values.length;
}
