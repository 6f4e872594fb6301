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
};

export type RetrievalTables = { passages: PassageRow; indexCells: IndexCellRow };
