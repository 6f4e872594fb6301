/**
 * The words that the parts of the engine, and those who use it, share.
 *
 * The unit of storage and of statistics is the **cell**: one space under one label. A cell holds immutable segments; a query runs over
 * the cells that the reader may see and sums their statistics, so that no score depends on anything hidden, nor on how a cell happens to be
 * cut into segments.
 */

/** Opaque to the engine; the vault uses `<spaceId>.<labelId>`. */
export type CellId = string;

export type Language = 'es' | 'en' | 'und';

/** A word as the index sees it. `start`/`end` are UTF-16 offsets in the analysed text. `position` counts words, stop words included. */
export type Token = { term: string; start: number; end: number; position: number };

/** Text to terms. The same for documents and questions; languages are not guessed per query, terms of both are comparable. */
export type Analyzer = {
  /** Stop words removed, numbers/dates/ids kept whole as well as split (both at one position). */
  analyze(text: string, language?: Language): Token[];
};

export type IndexedPassage = {
  /** The text that is shown and quoted. */
  text: string;
  /** Headings above it, outermost first; a field of its own in the index. */
  headings: readonly string[];
};

export type IndexedDocument = {
  /** UUID. */
  documentId: string;
  title: string;
  language: Language;
  /** File format or other kind, for filters (`pdf`, `docx`). */
  kind: string;
  /** Days since 1970-01-01, or null. */
  day: number | null;
  /** UUID of its folder, or null. */
  folderId: string | null;
  passages: readonly IndexedPassage[];
};

/** HMAC-SHA256 of a term under the space's index key, truncated to 64 bits. One instance per cell, because keys are per space. */
export type TermBlinder = { blind(term: string): bigint };

/**
 * Where segments and manifests live. The engine does no I/O of its own.
 *
 * Durability contract: `writeSegment` resolves only when the bytes are safe on disk; a segment is never changed after that. `commitManifest` is
 * atomic and refuses (returns false) unless the stored version is `expectedVersion` (0 = none yet); what it commits refers only to segments
 * that `writeSegment` has acknowledged. A crash between the two leaves an orphan segment, which `listSegments` lets the engine sweep.
 */
export type SegmentStore = {
  readManifest(cell: CellId): Promise<{ version: number; bytes: Uint8Array } | null>;
  commitManifest(cell: CellId, expectedVersion: number, bytes: Uint8Array): Promise<boolean>;
  readSegment(cell: CellId, segmentId: string): Promise<Uint8Array>;
  writeSegment(cell: CellId, segmentId: string, bytes: Uint8Array): Promise<void>;
  removeSegment(cell: CellId, segmentId: string): Promise<void>;
  listSegments(cell: CellId): Promise<string[]>;
};

/** Filters narrow by document; they never widen. Empty or absent means no filter. */
export type SearchFilters = {
  kinds?: readonly string[];
  languages?: readonly Language[];
  folderIds?: readonly string[];
  /** Inclusive, in days since 1970-01-01. Documents without a date never match a date filter. */
  fromDay?: number;
  toDay?: number;
};

/** A passage that matched, before any text is read. `passage` is its index in `IndexedDocument.passages`. */
export type RankedPassage = { cell: CellId; documentId: string; passage: number; score: number };
