export type PassageRow = {
  sourceId: string;
  ordinal: number;
  documentId: string;
  spaceId: string;
  labelId: string;
  content: Buffer;
};

export type IndexCellRow = {
  spaceId: string;
  labelId: string;
  version: bigint;
  manifest: Buffer;
  passages: bigint;
  updatedAt: Date;
  /** Key that blinds the terms of the whole cell; null for a cell from before keys could change: the space's first. */
  termKeyId: Buffer | null;
};

export type RebuildState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

export type IndexRebuildRow = {
  id: string;
  spaceId: string;
  labelId: string;
  state: RebuildState;
  passagesDone: bigint;
  passagesTotal: bigint;
  requestedBy: string;
  requestedAt: Date;
  finishedAt: Date | null;
};

export type SavedSearchRow = {
  id: string;
  personId: string;
  spaceId: string | null;
  query: Buffer;
  watched: boolean;
  /** Versions of documents that the person was told of. */
  seen: string[];
  createdAt: Date;
  seenAt: Date;
};

export type RetrievalTables = {
  passages: PassageRow;
  indexCells: IndexCellRow;
  indexRebuilds: IndexRebuildRow;
  savedSearches: SavedSearchRow;
};
