import type { Tx } from '@nexus/db';
import type { SearchFilters, Variant } from '@nexus/search';
import type { Ranker } from './ranking.ts';
import { type FoundPassage, indexVersionOf, openRanked, readableCells } from './readable-passages.ts';
import type { AccessPort, CardsPort, KeyringPort } from './retrieval.ports.ts';

export type RetrievalDependencies = {
  rank: Ranker;
  keyring: KeyringPort;
  cards: CardsPort;
  accessOf: AccessPort;
};

export type FindRequest = {
  text: string;
  /** Null: every space that the actor may read. */
  spaceIds: readonly string[] | null;
  filters?: SearchFilters | undefined;
  limit: number;
};

export type Found = {
  passages: FoundPassage[];
  /** Live passages of the searched cells. */
  searched: number;
  cells: number;
  /** Ranked passages that the database withheld when they were re-read in the actor's name. */
  withheld: number;
  indexVersion: string;
  corrections: { from: string; to: string }[];
  weights: ReadonlyMap<string, number>;
  variants: readonly Variant[];
};

export type RetrievalService = ReturnType<typeof createRetrievalService>;

export function createRetrievalService({ rank, keyring, cards, accessOf }: RetrievalDependencies) {
  /** The best passages for a natural text, ranked over what the actor may read and nothing else. */
  async function find(tx: Tx, { text, spaceIds, filters, limit }: FindRequest): Promise<Found> {
    const { cells, passages: searched } = await readableCells(accessOf, tx, spaceIds);
    let withheld = 0;
    const open = async (ranked: Parameters<typeof openRanked>[2]) => {
      const found = await openRanked({ keyring, cards, accessOf }, tx, ranked);
      withheld += ranked.length - found.length;
      return found;
    };
    const ranking = await rank<FoundPassage>({ cells, text, filters, limit, open });
    const corrections = ranking.corrections.map(({ written, correctedTerm }) => ({ from: written, to: correctedTerm }));
    return { ...ranking, corrections, searched, cells: cells.length, withheld, indexVersion: indexVersionOf(cells) };
  }

  /** Passages by their keys, as far as the actor may read them and they are current. */
  async function open(tx: Tx, keys: readonly { sourceId: string; ordinal: number }[]): Promise<FoundPassage[]> {
    const wanted = keys.map(({ sourceId, ordinal }) => ({ documentId: sourceId, passage: ordinal, score: 0 }));
    return await openRanked({ keyring, cards, accessOf }, tx, wanted);
  }

  return { find, open };
}
