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
  /** Read once, in order. An array, or whatever does not hold all of them at a time. */
  passages: Iterable<IndexedPassage> & { readonly length: number };
};

/** A document before its passages. */
export type DocumentHead = Omit<IndexedDocument, 'passages'>;

export type DocumentInPieces = {
  /** The next passages, in order. Synchronous: about 50 microseconds a passage. */
  add(passages: Iterable<IndexedPassage>): void;
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
  /** `blinder`: under which this version of the cell was written, where cells change theirs; the same object for cells that share a key. */
  readManifest(cell: CellId): Promise<{ version: number; bytes: Uint8Array; blinder?: TermBlinder } | null>;
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

/** A cell and the manifest version that the reader's transaction saw. The searcher serves that version or a newer one. */
export type CellVersion = { cell: CellId; version: number };

/** An analysed word of the question. `weight` multiplies its contribution (default 1; a likely correction might weigh 0.7). */
export type QueryTerm = { term: string; weight?: number };

/**
 * A question at postings level: every string is an analysed term.
 *
 * `terms` are summed by BM25; a passage that has none of them is not a result. `required` is an AND of ORs: a passage must hold at least one
 * term of every group, whether or not the term also scores. A passage that holds any `excluded` term is out.
 *
 * Phrases: positions are not stored (they would double the index, and the application re-reads the text of what it shows anyway). Put each
 * word of the phrase into `required` as a group of its own and pass `verify` in the request.
 */
export type PostingsQuery = {
  terms: readonly QueryTerm[];
  required?: readonly (readonly string[])[];
  excluded?: readonly string[];
};

/**
 * Says of each passage, in order, whether it may be a result (holds the phrase, lacks the excluded phrase, is readable). Called with batches in
 * descending order of score until `limit` passages are accepted.
 */
export type PassageVerifier = (batch: readonly RankedPassage[]) => Promise<readonly boolean[]>;

export type SearchRequest = {
  /** Exactly the cells that the reader may see. Duplicates are ignored. */
  cells: readonly CellVersion[];
  query: PostingsQuery;
  filters?: SearchFilters;
  /** 1 to 10,000 passages. */
  limit: number;
  verify?: PassageVerifier;
  /** How many candidates `verify` may be asked about before the search gives up; default 2,000. */
  verifyBudget?: number;
};

export type SearchResult = {
  /** Descending by score; equal scores by document id, then passage, then cell, ascending. */
  passages: RankedPassage[];
  /** False only when `verifyBudget` ended before `limit` passages were accepted and candidates were left. */
  complete: boolean;
};

/** Statistics of the live passages of the given cells, and of nothing else. */
export type CollectionStatistics = {
  passages: number;
  /** Mean weighted length in terms; 0 when there are no passages. */
  averageLength: number;
  /** Live passages that hold each asked term, in the order asked. */
  passageFrequency: number[];
};

/** A word of the readable cells near to an unknown one. */
export type TermSuggestion = { term: string; distance: number; passageFrequency: number };

/** BM25 parameters of a search; the defaults are in `defaultRanking`. */
export type RankingParameters = { k1: number; b: number };

/**
 * Weights that are fixed when a passage is indexed (whole numbers 0 to 15: how many times one occurrence counts, in frequency and in length). A
 * cell is written with one set of weights; changing them means re-indexing.
 */
export type FieldWeights = { body: number; heading: number; title: number };

/** Reads. Holds opened segments in memory up to its cache size; safe to share between requests. */
export type Searcher = {
  search(request: SearchRequest): Promise<SearchResult>;
  /** For rerankers (idf) and for finding words that no readable cell holds (frequency 0). */
  statistics(cells: readonly CellVersion[], terms: readonly string[]): Promise<CollectionStatistics>;
  /**
   * Words of the readable cells within `maxDistance` edits (insert, delete, replace, swap of neighbours) of an analysed term, nearest first, then most
   * frequent. Only words that some live passage of these cells holds.
   */
  suggest(
    cells: readonly CellVersion[],
    term: string,
    options?: { maxDistance?: 1 | 2; limit?: number },
  ): Promise<TermSuggestion[]>;
  /** Forgets what is cached of a cell (its key was erased, its space was closed). */
  forget(cell: CellId): void;
  memory(): { bytes: number; segments: number; cells: number };
};

/**
 * A change of one cell that is durable but not yet visible. The caller commits it with `store.commitManifest(cell, expectedVersion, manifest)`
 * or in a transaction of its own, then removes `obsoleteSegments` when no reader of the older version is left. Uncommitted, it is garbage that the
 * sweep removes.
 */
export type PreparedCommit = {
  cell: CellId;
  expectedVersion: number;
  manifest: Uint8Array;
  obsoleteSegments: string[];
};

/** A change that can be prepared again on top of whatever was committed meanwhile; segments already written are reused. */
export type CellChange = {
  /** Null when there is nothing (left) to change. */
  prepare(): Promise<PreparedCommit | null>;
};

/** One batch of one cell. A document is added as a whole; adding an id that exists replaces it in the same commit. */
export type CellWriter = CellChange & {
  add(document: IndexedDocument): void;
  /** `add` for a document whose passages come in pieces. The next `begin`, `add` or `prepare` ends it; passages after that are an error. */
  begin(document: DocumentHead): DocumentInPieces;
  remove(documentId: string): void;
};
