import type { Segment } from './segment.ts';

/** Place of a blind term in the term table, or -1. Blind terms are spread evenly, so guessing the place by proportion beats halving. */
export function findTerm(segment: Segment, high: number, low: number): number {
  const highs = segment.termHigh;
  let from = 0;
  let to = segment.terms - 1;
  // After a few guesses the rest is halved: an unkeyed or hostile hash need not be even.
  for (let guesses = 0; guesses < 6 && to - from > 8; guesses += 1) {
    const first = highs[from]!;
    const last = highs[to]!;
    if (high < first || high > last) return -1;
    if (first === last) break;
    const guess = from + Math.floor(((high - first) / (last - first)) * (to - from));
    if (highs[guess]! < high) from = guess + 1;
    else to = guess;
  }
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (highs[middle]! < high) from = middle + 1;
    else to = middle;
  }
  // Several terms may share their upper half.
  for (let i = from; i < segment.terms && highs[i] === high; i += 1) {
    if (segment.termLow[i] === low) return i;
  }
  return -1;
}
