import type { CellId, DocumentHead, Passage, PreparedCommit } from '@nexus/search';

/** A document as the index takes it, before its passages. */
export type SourceHead = Omit<DocumentHead, 'title'> & {
  /** The version that the passages were cut from: the document, for the index. */
  sourceId: string;
  /** Null: the title that its passages were stored with. */
  title: string | null;
};

/** Sealed passages of one source in order, end to end: one buffer travels between threads and to the database, not a thousand. */
export type PackedRows = {
  sourceId: string;
  documentId: string;
  /** Ordinal of the first; the others follow without a gap. */
  firstOrdinal: number;
  /** Bytes of each. */
  sizes: Uint32Array;
  contents: Uint8Array;
};

/** Passages as they come: read, read and packed (the zstd of their JSON), or as they lie sealed in the database. */
export type PieceOfPassages =
  | { kind: 'read'; passages: readonly Passage[] }
  | { kind: 'packed'; bytes: Uint8Array }
  | { kind: 'sealed'; rows: PackedRows };

/** `source` begins a document, null goes on with the one before. */
export type Piece = { source: SourceHead | null; passages: PieceOfPassages };

export type StoredManifest = { version: number; bytes: Uint8Array };

/** One change of one cell in the making, here or in another thread. What it was given stays with it until `end`. */
export type IndexBatch = {
  /** Indexes a piece and seals its passages. Several calls may be under way; they are done in order. */
  take(piece: Piece): Promise<PackedRows>;
  /** Before any `take`: what is taken under the same id counts. */
  remove(sourceIds: readonly string[]): Promise<void>;
  /** Writes the segment. Null when there is nothing to change. */
  prepare(manifest: StoredManifest | null): Promise<PreparedCommit | null>;
  end(): void;
};

/** A merge whose segment is written; `prepare` as often as other changes were quicker. */
export type IndexMerge = Pick<IndexBatch, 'prepare' | 'end'>;

/** Sealed objects of the index, as whoever builds it reads and writes them. A write is safe on disk when it resolves. */
export type SegmentFiles = {
  read(cellId: CellId, name: string): Promise<Uint8Array>;
  write(cellId: CellId, name: string, sealed: Uint8Array): Promise<void>;
};
