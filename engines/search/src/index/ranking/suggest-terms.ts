import type { Searcher, TermBlinder, TermSuggestion } from '../../contract.ts';
import type { TermKey } from '../cells/blind-cache.ts';
import type { CellCache } from '../cells/cell-cache.ts';
import { nearWords } from './near-words.ts';
import { lookUpTerms } from './query-plan.ts';

/** Words longer than this are no typing errors. */
const maxWordLength = 40;

/**
 * Corrections from the words of the readable cells. The stored lists may still hold words of deleted documents; counting live passages removes them,
 * so that nothing deleted and nothing hidden is ever suggested.
 */
export function createSuggester(
  cache: CellCache,
  blind: (blinder: TermBlinder, term: string) => TermKey,
): Searcher['suggest'] {
  return async (cells, term, options = {}) => {
    const { maxDistance = 2, limit = 10 } = options;
    if (term.length > maxWordLength) return [];
    const views = await cache.views(cells);
    const distances = new Map<string, number>();
    for (const view of views) {
      const { lists } = await cache.words(view);
      for (const list of lists) {
        for (const [word, distance] of nearWords(list, term, maxDistance)) distances.set(word, distance);
      }
    }
    const words = [...distances.keys()];
    const { passageFrequency } = lookUpTerms(views, words, blind);
    return words
      .map((word, i): TermSuggestion => {
        return { term: word, distance: distances.get(word)!, passageFrequency: passageFrequency[i]! };
      })
      .filter((suggestion) => suggestion.passageFrequency > 0)
      .sort((a, b) => a.distance - b.distance || b.passageFrequency - a.passageFrequency || (a.term < b.term ? -1 : 1))
      .slice(0, limit);
  };
}
