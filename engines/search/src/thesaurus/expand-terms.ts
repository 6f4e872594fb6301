import type { QueryTerm } from '../contract.ts';
import type { Variant } from './thesaurus.ts';

/** What a variant's share is multiplied by in the first stage, where contributions add up and the asked words must lead. */
export const expansionWeight = 0.4;
/** Variants of one word that are looked for: a bound on the work, wider than most words need. */
export const maxExpansions = 12;

/**
 * Terms to look for besides those asked: the best variants of each word that are one term, at a part of their share. A term that was asked keeps its
 * own weight; unknown terms cost a look-up and find nothing.
 */
export function expandTerms(terms: readonly QueryTerm[], variants: readonly Variant[]): QueryTerm[] {
  const asked = new Set(terms.map(({ term }) => term));
  const taken = new Map<string, number>();
  const weights = new Map<string, number>();
  for (const { covers, terms: found, share } of variants) {
    const [term] = found;
    if (found.length !== 1 || term === undefined || asked.has(term)) continue;
    const word = covers.join(' ');
    const count = taken.get(word) ?? 0;
    if (count >= maxExpansions) continue;
    taken.set(word, count + 1);
    weights.set(term, Math.max(weights.get(term) ?? 0, share * expansionWeight));
  }
  return [...terms, ...[...weights].map(([term, weight]) => ({ term, weight }))];
}
