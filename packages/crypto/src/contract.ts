/**
 * What a sealed object is bound to. All of it goes into the associated data, so that a sealed object that was moved to another row, column,
 * space or version does not open.
 */
export type SealContext = {
  /** Table and column or object kind, such as `documents.title`, `blob`, `segment`. A constant of the code, never input. */
  kind: string;
  /** Id of the row or object. */
  objectId: string;
  /** Revision of the object; 1 (the default) when the object never changes. */
  version?: number;
  /** Which of the space's keys seals it; `content` by default. Segments and caches have their own, so that they can be dropped alone. */
  purpose?: SealPurpose;
};

export type SealPurpose = 'content' | 'segment' | 'cache';

/** Reads `length` bytes at `offset` of a sealed stream, such as a positioned read of a file. */
export type SealedRead = (offset: number, length: number) => Promise<Uint8Array>;

/** Seals and opens the content of one space (or of the system itself) with AES-256-GCM. */
export type Sealer = {
  readonly spaceId: string;
  /** Names the key that seals now, 16 bytes; what it sealed earlier may carry another. */
  readonly keyId: Uint8Array;
  seal(context: SealContext, plaintext: Uint8Array): Buffer;
  /** @throws SealBrokenError when the bytes were changed, moved, or sealed under another key. */
  open(context: SealContext, sealed: Uint8Array): Buffer;
  sealText(context: SealContext, text: string): Buffer;
  openText(context: SealContext, sealed: Uint8Array): string;
  sealJson(context: SealContext, value: unknown): Buffer;
  openJson<T>(context: SealContext, sealed: Uint8Array): T;
  /** Seals a stream in 64 KiB chunks (STREAM construction): read and checked piece by piece, truncation detected. */
  sealStream(context: SealContext, source: AsyncIterable<Uint8Array>): AsyncIterable<Buffer>;
  /**
   * Each piece that it yields is checked; that nothing is missing at the end is known only when the iteration ends without an error.
   * @throws SealBrokenError
   */
  openStream(context: SealContext, sealed: AsyncIterable<Uint8Array>): AsyncIterable<Buffer>;
  /**
   * Opens plaintext bytes `start` to `end` (exclusive, clamped to the object) of a sealed stream of `sealedSize` bytes, reading only the
   * chunks that hold them and the last one, which proves that the stream was not cut.
   */
  openRange(context: SealContext, sealedSize: number, read: SealedRead, start: number, end: number): Promise<Buffer>;
  /** Keyed hash for equality look-ups on sealed values (duplicates by content, e-mail addresses). 32 bytes, distinct per `kind`. */
  fingerprint(kind: string, value: Uint8Array | string): Buffer;
  /** A running fingerprint for values that are too large to hold. */
  fingerprintStream(kind: string): { update(chunk: Uint8Array): void; digest(): Buffer };
  /** Blind index term: HMAC-SHA256 under the space's index key, first 64 bits. */
  blindTerm(term: string): bigint;
};

/** Space id of everything that belongs to no space: people, conversations outside a space, settings. */
export const systemSpaceId = '00000000-0000-0000-0000-000000000000';
