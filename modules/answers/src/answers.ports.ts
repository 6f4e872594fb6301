import type { Sealer } from '@nexus/crypto';
import type { Tx } from '@nexus/db';
import type { Actor } from '@nexus/kernel';
import type { Passage, SearchFilters, Variant } from '@nexus/search';

export type KeyringPort = { forSpace(spaceId: string): Promise<Sealer>; system(): Sealer };

export type FoundPassage = {
  spaceId: string;
  labelId: string;
  documentId: string;
  sourceId: string;
  ordinal: number;
  title: string;
  passage: Passage;
  day: number | null;
  score: number;
};

export type Retrieval = {
  /** Best first, each readable by the actor of the transaction. */
  passages: FoundPassage[];
  /** Live passages in the cells that were searched. */
  searched: number;
  cells: number;
  /** Ranked passages that the database withheld when they were re-read. */
  withheld: number;
  /** Which state of which cells was searched, as one short digest. */
  indexVersion: string;
  /** Unknown words and what was searched in their place. */
  corrections: { from: string; to: string }[];
  /** Inverse document frequency of the analysed words, over what the actor may read. */
  weights: ReadonlyMap<string, number>;
  /** Corrections, other forms, synonyms and translations of the words of the question. */
  variants: readonly Variant[];
};

export type RetrievalPort = {
  find(
    tx: Tx,
    request: { text: string; spaceIds: readonly string[] | null; filters?: SearchFilters | undefined; limit: number },
  ): Promise<Retrieval>;
  /** Passages by their keys, as far as the actor may read them and they are current; in no order. */
  open(tx: Tx, keys: readonly { sourceId: string; ordinal: number }[]): Promise<FoundPassage[]>;
};

export type DocumentCard = {
  id: string;
  spaceId: string;
  versionId: string;
  fileName: string;
  folderPath: string;
  title: string;
  format: string | null;
  documentDate: string | null;
};

/** What the actor of a transaction may read: their spaces and the labels that their clearance dominates. */
export type Access = { labelIds: readonly string[]; mayRead(spaceId: string, labelId: string): boolean };
export type AccessPort = (tx: Tx) => Promise<Access>;

export type LabelView = {
  id: string;
  /** Banner line in Spanish. */
  text: string;
  textEn: string;
  portionMark: string;
  rank: number;
  colour: string;
};

export type LabelsPort = {
  /** As it is shown; who may see it is up to the caller. */
  viewOf(labelId: string): LabelView;
  /** The least label that covers all of the given ones; the lowest one for none. */
  joinOf(tx: Tx, labelIds: readonly string[]): Promise<LabelView>;
  /** Which labels, in their order, may be joined to those before them so that the actor may read the whole. */
  keepWithin(tx: Tx, begun: string | null, labelIds: readonly string[]): Promise<boolean[]>;
};

export type CardsPort = { cardsOf(tx: Tx, versionIds: readonly string[]): Promise<ReadonlyMap<string, DocumentCard>> };

/** Whether the licence of this server allows something new. */
export type LicencePort = { ensureNewWork(module: 'answers'): Promise<void> };

export type AuditPort = {
  record(
    tx: Tx,
    entry: {
      actor: Actor;
      action: string;
      outcome: 'success' | 'denied' | 'failed';
      spaceId?: string;
      labelId?: string;
      objects?: readonly { kind: string; id: string }[];
      reason?: string;
      details?: Record<string, unknown>;
    },
  ): Promise<void>;
};
