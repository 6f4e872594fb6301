import type { TermBlinder } from '../../contract.ts';
import { splitKey } from '../segment/blind-key.ts';

/** Two halves of a blind term. */
export type TermKey = { high: number; low: number };

/** About 100 bytes an entry. One question with its synonyms over 500 spaces may make 15,000. */
const maxEntries = 50_000;

/**
 * Remembers blinded terms, because a question is blinded again for its statistics, its search and its corrections, and cells of one space share a
 * blinder. One HMAC costs about as much as finding the term in a segment ten times.
 */
export function createBlindCache(): (blinder: TermBlinder, term: string) => TermKey {
  let byBlinder = new Map<TermBlinder, Map<string, TermKey>>();
  let entries = 0;
  return (blinder, term) => {
    const known = byBlinder.get(blinder)?.get(term);
    if (known !== undefined) return known;
    if (entries >= maxEntries) {
      byBlinder = new Map();
      entries = 0;
    }
    const key = splitKey(blinder.blind(term));
    const ofBlinder = byBlinder.get(blinder) ?? new Map<string, TermKey>();
    ofBlinder.set(term, key);
    byBlinder.set(blinder, ofBlinder);
    entries += 1;
    return key;
  };
}
