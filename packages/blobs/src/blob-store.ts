/**
 * Immutable objects by key. Callers seal what they write: a store never sees plaintext, and every process of a cluster may read every object.
 *
 * Keys are slash-separated names of lower-case letters, digits, `-`, `_` and `.`; they never come from users.
 */
export type BlobStore = {
  /**
   * Writes a new object and resolves with its size once it is safe on disk; a reader sees all of it or nothing. When the source throws, nothing
   * remains. @throws StorageFullError
   */
  write(key: string, source: AsyncIterable<Uint8Array> | Uint8Array): Promise<number>;
  /** @throws BlobNotFoundError on the first read. */
  read(key: string): AsyncIterable<Uint8Array>;
  /** @throws BlobNotFoundError */
  readWhole(key: string): Promise<Buffer>;
  /** `length` bytes from `offset`, fewer where the object ends. @throws BlobNotFoundError */
  readRange(key: string, offset: number, length: number): Promise<Buffer>;
  /** Removing what is not there is no error: a retry after a crash must pass. */
  remove(key: string): Promise<void>;
  /** Keys that begin with `prefix/`, in no order. */
  list(prefix: string): AsyncIterable<string>;
};
