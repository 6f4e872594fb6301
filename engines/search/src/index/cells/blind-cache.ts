import type { TermBlinder } from '../../contract.ts';
import { splitKey } from '../segment/blind-key.ts';

/** Two halves of a blind term. */
export type TermKey = { high: number; low: number };

/** About 100 bytes an entry. One question with its synonyms over 500 spaces may make 3,000, and the words of one question return in the next. */
const maxEntries = 200_000;

/** The key of a term under one blinder. */
export type Blinded = (term: string) => TermKey;

/**
 * Remembers blinded terms, because a question is blinded again for its statistics, its search and its corrections, and cells of one space share a
 * blinder. One HMAC costs about as much as finding the term in a segment ten times. Asked for a blinder first, which is then looked up once for all terms.
 */
export function createBlindCache(): (blinder: TermBlinder) => Blinded {
  let byBlinder = new Map<TermBlinder, Map<string, TermKey>>();
  let entries = 0;
  return (blinder) => {
    if (entries >= maxEntries) {
      byBlinder = new Map();
      entries = 0;
    }
    const ofBlinder = byBlinder.get(blinder) ?? new Map<string, TermKey>();
    byBlinder.set(blinder, ofBlinder);
    return (term) => {
      const known = ofBlinder.get(term);
      if (known !== undefined) return known;
      const key = splitKey(blinder.blind(term));
      ofBlinder.set(term, key);
      entries += 1;
      return key;
    };
  };
}
