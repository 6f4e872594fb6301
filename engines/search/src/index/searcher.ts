import type { CellId, RankingParameters, Searcher, SegmentStore, TermBlinder } from '../contract.ts';

export type SearcherOptions = {
  store: Pick<SegmentStore, 'readManifest' | 'readSegment'>;
  blinderFor(cell: CellId): TermBlinder | Promise<TermBlinder>;
  ranking?: RankingParameters;
  cacheBytes?: number;
};

export function createSearcher(_options: SearcherOptions): Searcher {
  throw new Error('under construction');
}
