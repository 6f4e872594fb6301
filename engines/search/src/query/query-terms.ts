import type { QueryTerm, Token } from '../contract.ts';

/** Distinct terms in order, each weighing as often as it was said: in a long question, what is repeated matters. */
export function queryTermsOf(tokens: readonly Token[]): QueryTerm[] {
  const weights = new Map<string, number>();
  for (const { term } of tokens) weights.set(term, (weights.get(term) ?? 0) + 1);
  return Array.from(weights, ([term, weight]) => (weight === 1 ? { term } : { term, weight }));
}
