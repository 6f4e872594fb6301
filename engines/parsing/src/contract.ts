/**
 * What comes out of a file. Everything that a viewer needs in order to mark a quotation is here; nothing refers back to the parser.
 */

/** A line of text as it stands on a page. Characters `start..end` of the block's text (UTF-16 units) lie in `rect`. */
export type LineBox = {
  start: number;
  end: number;
  /** x0, y0, x1, y1 as fractions of the page's width and height, origin at the top left. */
  rect: readonly [number, number, number, number];
};

export type BlockKind = 'heading' | 'paragraph' | 'list-item' | 'table-row' | 'code' | 'header-field';

/** Where a block stands: the part (page, sheet, slide, mail part; 1-based) and the place within it. */
export type Place = {
  part: number;
  /** Lines with their rectangles; PDF and OCR only. */
  lines?: readonly LineBox[];
  /** Spreadsheet and table cells, such as `B2:D2`. */
  range?: string;
  /** First line of the block in the source text, 1-based; plain-text formats only. */
  line?: number;
};

/** A cell of a table row. `ref` is its address in the sheet or table (`C4`), `text` what the file shows. */
export type Cell = { ref: string; text: string };

export type Block = {
  kind: BlockKind;
  /** 1-6 for headings. */
  level?: number;
  /** What a reader sees. For a table row: the cells joined by ` | `. */
  text: string;
  /** Table rows only. */
  cells?: readonly Cell[];
  /** Table rows only: the column headings, when the table has them, in the order of `cells`. */
  header?: readonly string[];
  /** Table rows only: which table of the document, so that rows stay together. */
  table?: number;
  place: Place;
};

export type PartKind = 'page' | 'sheet' | 'slide' | 'section' | 'message';

/** How well one part was read. Shown to the user: nobody should discover in court that page 7 was never read. */
export type PartQuality = {
  part: number;
  kind: PartKind;
  /** Sheet name, slide title, file name of a mail part. */
  name?: string;
  /** `text`: the file's own text. `ocr`: recognised from an image. `empty`: nothing there. `unread`: something there that could not be read. */
  method: 'text' | 'ocr' | 'empty' | 'unread';
  characters: number;
  /** Mean confidence of the recognition, 0-100; OCR only. */
  confidence?: number;
  /** Share of characters that look like broken encoding or glyph garbage, 0-1. */
  garbage?: number;
  /** Width and height in points (PDF) or pixels (images). */
  size?: readonly [number, number];
  /** Why it is `unread`, or what was left out (`chart`, `formula without value`, `image without text`). */
  notes?: readonly string[];
};

export type FileFormat =
  | 'pdf'
  | 'docx'
  | 'xlsx'
  | 'pptx'
  | 'odt'
  | 'ods'
  | 'odp'
  | 'rtf'
  | 'doc'
  | 'xls'
  | 'ppt'
  | 'eml'
  | 'msg'
  | 'mbox'
  | 'html'
  | 'text'
  | 'markdown'
  | 'csv'
  | 'tsv'
  | 'json'
  | 'xml'
  | 'png'
  | 'jpeg'
  | 'tiff'
  | 'gif'
  | 'bmp'
  | 'webp';

export type DocumentMetadata = {
  format: FileFormat;
  title?: string;
  author?: string;
  /** RFC 3339. */
  created?: string;
  modified?: string;
  /** `es`, `en`, or `und` when neither is clear. */
  language: 'es' | 'en' | 'und';
  parts: number;
};

/** Why a file was not read. Each is a state of its own, with words for the user. */
export type FailureReason =
  | 'empty' // 0 bytes
  | 'unsupported' // a type that is not read
  | 'encrypted' // needs a password
  | 'broken' // claims a type but does not hold together
  | 'bomb' // expands beyond the limits for archives
  | 'too_large' // over the limit for its type
  | 'too_deep' // nested beyond the limit
  | 'timeout' // over the time budget
  | 'memory' // over the memory cap
  | 'needs_libreoffice' // legacy Office file, and LibreOffice is not installed
  | 'no_text' // read whole, and there is nothing in it to read
  | 'crashed'; // the parser died; the file is kept and the queue goes on

/** An attachment or embedded file, to be parsed as a document of its own that belongs to this one. */
export type Attachment = { name: string; mediaType?: string; bytes: Uint8Array };

/**
 * What the parser sends, in this order: `blocks` and `quality` interleaved as parts are read (so that a 10,000-page file needs no
 * 10,000 pages of memory), `attachment`s, `progress` now and then, and exactly one `done` or `failed` at the end.
 * A file can fail half-way: blocks seen until then belong to a document that must not be served.
 */
export type ParseEvent =
  | { type: 'blocks'; blocks: readonly Block[] }
  | { type: 'quality'; parts: readonly PartQuality[] }
  | { type: 'attachment'; attachment: Attachment }
  | { type: 'progress'; done: number; total: number | null }
  | { type: 'done'; metadata: DocumentMetadata; warnings: readonly string[] }
  | { type: 'failed'; reason: FailureReason; detail: string };

export type ParseLimits = {
  /** Bytes of the file itself. */
  maxFileBytes: number;
  /** Bytes that archives (docx, xlsx, odt ...) may expand to, in all and as a ratio. */
  maxExpandedBytes: number;
  maxExpansionRatio: number;
  maxArchiveEntries: number;
  /** Depth of mail in mail, and of nested attachments. */
  maxDepth: number;
  maxParts: number;
  /** Characters of text in all. */
  maxCharacters: number;
  /** Milliseconds for one part (page, sheet), and for the whole file. */
  partMs: number;
  fileMs: number;
  /** Heap of the child, MiB. */
  memoryMb: number;
};

export const defaultLimits: ParseLimits = {
  maxFileBytes: 2 * 1024 ** 3,
  maxExpandedBytes: 1024 ** 3,
  maxExpansionRatio: 200,
  maxArchiveEntries: 20_000,
  maxDepth: 8,
  maxParts: 20_000,
  maxCharacters: 400_000_000,
  partMs: 60_000,
  fileMs: 30 * 60_000,
  memoryMb: 1024,
};

export type ParseInput = {
  /** Only a hint: the type is decided by content. */
  name: string;
  /** The file's bytes. Streamed to the child over a pipe; never written to disk in clear. */
  bytes: AsyncIterable<Uint8Array>;
  limits?: Partial<ParseLimits>;
  /** Languages for OCR; both by default. */
  ocrLanguages?: readonly ('spa' | 'eng')[];
  signal?: AbortSignal;
};

/** A pool of sandboxed children. `parse` never throws for what is in a file: it ends in `done` or `failed`. */
export type Parser = {
  parse(input: ParseInput): AsyncIterable<ParseEvent>;
  close(): Promise<void>;
};
