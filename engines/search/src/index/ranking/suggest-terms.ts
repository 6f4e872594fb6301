import type { Searcher, TermBlinder, TermSuggestion } from '../../contract.ts';
import type { Blinded } from '../cells/blind-cache.ts';
import type { CellCache } from '../cells/cell-cache.ts';
import { nearWords } from './near-words.ts';
import { lookUpTerms } from './query-plan.ts';

/** Words longer than this are no typing errors. */
const maxWordLength = 40;

/**
 * Corrections from the words of the readable cells. The stored lists may still hold words of deleted documents; counting live passages removes them,
 * so that nothing deleted and nothing hidden is ever suggested.
 */
export function createSuggester(cache: CellCache, blind: (blinder: TermBlinder) => Blinded): Searcher['suggest'] {
  return async (cells, term, options = {}) => {
    const { maxDistance = 2, limit = 10 } = options;
    if (term.length > maxWordLength) return [];
    const views = await cache.views(cells);
    const distances = new Map<string, number>();
    const frequencies = new Map<string, number>();
    for (const view of views) {
      const { lists } = await cache.words(view);
      const near = new Map(lists.flatMap((list) => [...nearWords(list, term, maxDistance)]));
      const words = [...near.keys()];
      // A cell is asked for its own words only: each costs a keyed hash.
      const { passageFrequency } = lookUpTerms([view], words, blind);
      for (const [i, word] of words.entries()) {
        distances.set(word, near.get(word)!);
        frequencies.set(word, (frequencies.get(word) ?? 0) + passageFrequency[i]!);
      }
    }
    const words = [...distances.keys()];
    return words
      .map((word): TermSuggestion => {
        return { term: word, distance: distances.get(word)!, passageFrequency: frequencies.get(word)! };
      })
      .filter((suggestion) => suggestion.passageFrequency > 0)
      .sort((a, b) => a.distance - b.distance || b.passageFrequency - a.passageFrequency || (a.term < b.term ? -1 : 1))
      .slice(0, limit);
  };
}
