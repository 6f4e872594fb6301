import type {
  CellId,
  CellVersion,
  RankedPassage,
  RankingParameters,
  Searcher,
  SearchRequest,
  SearchResult,
  SegmentStore,
  TermBlinder,
} from '../contract.ts';
import { createBlindCache } from './cells/blind-cache.ts';
import { createCellCache } from './cells/cell-cache.ts';
import { documentFilter } from './cells/passage-filter.ts';
import { defaultRanking } from './parameters.ts';
import { countWords } from './ranking/count-words.ts';
import { heldTerms } from './ranking/held-terms.ts';
import { lookUpTerms, numberQuery } from './ranking/query-plan.ts';
import { createRanker } from './ranking/rank-passages.ts';
import { createSuggester } from './ranking/suggest-terms.ts';

export type SearcherOptions = {
  store: Pick<SegmentStore, 'readManifest' | 'readSegment'>;
  /** Asked once per cell, until the cell is dropped from memory. Give the same object for cells that share a key. */
  blinderFor(cell: CellId): TermBlinder | Promise<TermBlinder>;
  ranking?: RankingParameters;
  /** Default 1 GiB. Segments beyond it are read again when needed. */
  cacheBytes?: number;
};

const defaultVerifyBudget = 2000;
/** Keyed hashes for one look-up; beyond it the lists of words say first which terms are there at all. */
const blindBudget = 20_000;

/**
 * A searcher over a store. Safe to share; a search is one look-up phase, which may wait for the store, and one ranking phase, which does not.
 *
 * @throws from every method: CorruptIndexError (damaged bytes), StaleManifestError (the store is older than the version asked for), and what the
 * store throws. RangeError on a limit or weight out of bounds.
 */
export function createSearcher(options: SearcherOptions): Searcher {
  const { store, blinderFor, ranking = defaultRanking, cacheBytes = 2 ** 30 } = options;
  const cache = createCellCache({ store, blinderFor, maxBytes: cacheBytes });
  const blind = createBlindCache();
  const rankPassages = createRanker(ranking);
  const suggestTerms = createSuggester(cache, blind);

  async function search(request: SearchRequest): Promise<SearchResult> {
    const { limit, verify, verifyBudget = defaultVerifyBudget } = request;
    if (!Number.isInteger(limit) || limit < 1 || limit > 10_000) throw new RangeError('a limit is 1 to 10,000');
    const query = numberQuery(request.query);
    const filter = documentFilter(request.filters);
    const views = await cache.views(request.cells);
    const table = lookUpTerms(views, query.terms, blind, await heldTerms(cache, views, query.terms));
    if (verify === undefined) return { passages: rankPassages(query, table, { limit, filter }), complete: true };

    // The first batch is a little larger than needed; each further one doubles what has been ranked, so that ranking anew stays cheap.
    const accepted: RankedPassage[] = [];
    let asked = 0;
    for (let size = Math.min(limit + 32, verifyBudget); ; size = Math.min(size * 2, verifyBudget)) {
      const ranked = rankPassages(query, table, { limit: size, filter });
      const batch = ranked.slice(asked);
      asked = ranked.length;
      const verdicts = batch.length === 0 ? [] : await verify(batch);
      accepted.push(...batch.filter((_, i) => verdicts[i] === true));
      const exhausted = ranked.length < size;
      if (accepted.length >= limit || exhausted) return { passages: accepted.slice(0, limit), complete: true };
      if (size >= verifyBudget) return { passages: accepted, complete: false };
    }
  }

  return {
    search,
    async statistics(cells: readonly CellVersion[], terms: readonly string[]) {
      const views = await cache.views(cells);
      if (views.length * terms.length <= blindBudget) {
        const { passages, averageLength, passageFrequency } = lookUpTerms(
          views,
          terms,
          blind,
          await heldTerms(cache, views, terms),
        );
        return { passages, averageLength, passageFrequency: [...passageFrequency] };
      }
      const { passages, averageLength } = lookUpTerms(views, [], blind);
      const counts = await countWords(cache, views, terms, blind);
      return { passages, averageLength, passageFrequency: terms.map((term) => counts.get(term) ?? 0) };
    },
    suggest: suggestTerms,
    forget: cache.forget,
    memory: cache.memory,
  };
}
