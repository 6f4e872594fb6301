import type { TermBlinder } from '../../contract.ts';
import type { Blinded } from '../cells/blind-cache.ts';
import type { CellCache } from '../cells/cell-cache.ts';
import type { CellView } from '../cells/cell-view.ts';
import { correctable } from '../segment/companion.ts';
import { heldWords } from './held-words.ts';
import { lookUpTerms } from './query-plan.ts';

type Blind = (blinder: TermBlinder) => Blinded;

/**
 * Live passages that hold each term, over some cells, when most of the terms are in none of them: the cells' lists of words say first which are there,
 * and only those are blinded. What is no word (a number, a code) stands in no list and is always looked up.
 */
export async function countWords(
  cache: CellCache,
  views: readonly CellView[],
  terms: readonly string[],
  blind: Blind,
): Promise<Map<string, number>> {
  const words = [...new Set(terms)].filter((term) => correctable.test(term)).sort();
  const others = terms.filter((term) => !correctable.test(term));
  const counts = new Map<string, number>();
  for (const view of views) {
    const { lists } = await cache.words(view);
    const held = new Set([...lists.flatMap((list) => heldWords(list, words).map((place) => words[place]!)), ...others]);
    const asked = [...held];
    const { passageFrequency } = lookUpTerms([view], asked, blind);
    for (const [i, term] of asked.entries()) counts.set(term, (counts.get(term) ?? 0) + passageFrequency[i]!);
  }
  return counts;
}
