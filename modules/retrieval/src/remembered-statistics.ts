import type { CellVersion, Searcher } from '@nexus/search';

type Known = { passages: number; averageLength: number; frequencyOf: Map<string, number> };

/** A word list of this length is a search for corrections: its terms are not asked twice. */
const worthRemembering = 64;

/**
 * The same searcher, which counts a term once for a request: spelling and weighing ask for the same terms, and over hundreds of cells each look-up
 * takes milliseconds. A request is known by its list of cells, which is made anew for every question from what the reader may see at that moment.
 */
export function rememberStatistics(searcher: Searcher): Searcher {
  const requests = new WeakMap<readonly CellVersion[], Known>();

  async function statistics(cells: readonly CellVersion[], terms: readonly string[]) {
    if (terms.length > worthRemembering) return await searcher.statistics(cells, terms);
    const known = requests.get(cells);
    const unknown = known ? terms.filter((term) => !known.frequencyOf.has(term)) : terms;
    if (!known || unknown.length > 0) {
      const { passages, averageLength, passageFrequency } = await searcher.statistics(cells, unknown);
      const frequencyOf = known?.frequencyOf ?? new Map<string, number>();
      for (const [i, term] of unknown.entries()) frequencyOf.set(term, passageFrequency[i]!);
      requests.set(cells, { passages, averageLength, frequencyOf });
    }
    const { passages, averageLength, frequencyOf } = requests.get(cells)!;
    return { passages, averageLength, passageFrequency: terms.map((term) => frequencyOf.get(term)!) };
  }

  return { ...searcher, statistics };
}
