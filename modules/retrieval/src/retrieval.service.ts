import type { Tx } from '@nexus/db';
import type { Analyzer, Reranker, Searcher, SearchFilters } from '@nexus/search';
import { type FoundPassage, inverseFrequencies, openRanked, readableCells, rerank, termsOf } from './candidates.ts';
import type { CardsPort, KeyringPort } from './retrieval.ports.ts';

export type RetrievalDependencies = {
  searcher: Searcher;
  analyzer: Analyzer;
  reranker: Reranker;
  keyring: KeyringPort;
  cards: CardsPort;
};

export type FindRequest = {
  text: string;
  /** Null: every space that the actor may read. */
  spaceIds: readonly string[] | null;
  filters?: SearchFilters | undefined;
  limit: number;
};

/** How many passages the index hands to the second stage. */
const rerankDepth = 50;

export type RetrievalService = ReturnType<typeof createRetrievalService>;

export function createRetrievalService({ searcher, analyzer, reranker, keyring, cards }: RetrievalDependencies) {
  /** The best passages for a natural text, ranked over what the actor may read and nothing else. */
  async function find(tx: Tx, { text, spaceIds, filters, limit }: FindRequest) {
    const { cells, passages: searched } = await readableCells(tx, spaceIds);
    const terms = termsOf(analyzer, text);
    const none = { passages: [] as FoundPassage[], searched, cells: cells.length, corrections: [], weights: new Map<string, number>() };
    if (cells.length === 0 || terms.length === 0) return none;
    const weights = await inverseFrequencies(searcher, cells, terms);
    const ranked = await searcher.search({
      cells,
      query: { terms: terms.map((term) => ({ term })) },
      ...(filters ? { filters } : {}),
      limit: rerankDepth,
    });
    const found = await openRanked({ keyring, cards }, tx, ranked.passages);
    const ordered = rerank(reranker, text, found, weights);
    return { ...none, passages: ordered.slice(0, limit), weights };
  }

  /** Passages by their keys, as far as the actor may read them and they are current; in no order. */
  async function open(tx: Tx, keys: readonly { sourceId: string; ordinal: number }[]): Promise<FoundPassage[]> {
    return await openRanked({ keyring, cards }, tx, keys.map(({ sourceId, ordinal }) => ({ documentId: sourceId, passage: ordinal, score: 0 })));
  }

  return { find, open };
}
