import type {
  Attachment,
  Block,
  DocumentMetadata,
  FailureReason,
  FileFormat,
  ParseLimits,
  PartQuality,
} from './contract.ts';

/**
 * What every format implements. A reader runs inside the sandboxed child: it has no network, no disk and no child processes, and it
 * may be killed at any moment. It reads its input once and sends what it finds as it goes.
 */
export type Reader = (input: ReaderInput, emit: Emit) => Promise<ReadMetadata>;

export type ReaderInput = {
  /** The file's name as given; only ever a hint. */
  name: string;
  /** What the content was recognised as. A reader that serves several formats (docx/odt, csv/tsv) looks here. */
  format: FileFormat;
  limits: ParseLimits;
  /** The whole file in one array; for formats that need random access. Throws `ParseFailure('too_large')`. Call once, or use `stream`. */
  bytes(): Promise<Uint8Array>;
  /** The file in chunks, in order, with backpressure up to the disk; for formats that are read front to back. Iterate once. */
  stream: AsyncIterable<Uint8Array>;
};

/**
 * What a reader sends. Await each call: it resolves when the pipe has room, which is what keeps a large file out of memory.
 * The host counts characters and parts against the limits, so a reader need not.
 */
export type Emit = {
  blocks(blocks: readonly Block[]): Promise<void>;
  /** One entry per part, once the part is read. Also what resets the part's time budget. */
  quality(parts: readonly PartQuality[]): Promise<void>;
  attachment(attachment: Attachment): Promise<void>;
  /** `total` is null when it is not known. Call it in long work without a part's end, too: it resets the part's time budget. */
  progress(done: number, total: number | null): Promise<void>;
  /**
   * A part whose text has to be recognised (a scanned page, a photograph). It goes to an OCR child as bare pixels; its blocks and its
   * quality come out in place of this call, in order. Do not send a quality of your own for such a part.
   */
  image(image: PartImage): Promise<void>;
  /** A plain English sentence about something that was left out or guessed. Repeated sentences are sent once. */
  warn(text: string): void;
};

/** One grey byte a pixel, row by row, white 255. */
export type PartImage = {
  type: 'image';
  part: number;
  kind: PartQuality['kind'];
  name?: string;
  width: number;
  height: number;
  /** Dots per inch; a guess is better than none. */
  dpi: number;
  /** Reported as the part's `size`: points for PDF, pixels for images. */
  size: readonly [number, number];
  notes?: readonly string[];
  pixels: Uint8Array;
};

/** The host adds `format`, and `language` where the reader does not know better. */
export type ReadMetadata = Omit<DocumentMetadata, 'format' | 'language'> & { language?: DocumentMetadata['language'] };

/** The named ways in which reading a file ends early. Anything else that is thrown becomes `broken` with the error's message. */
export class ParseFailure extends Error {
  readonly reason: FailureReason;
  readonly detail: string;

  constructor(reason: FailureReason, detail: string, options: { cause?: unknown } = {}) {
    super(`${reason}: ${detail}`, options);
    this.name = 'ParseFailure';
    this.reason = reason;
    this.detail = detail;
  }
}
