import type { PackedRows } from './indexing.ts';

/** `contents` end to end in a buffer of their own, so that it can be handed to another thread. */
export function packRows(
  place: Pick<PackedRows, 'sourceId' | 'documentId' | 'firstOrdinal'>,
  contents: readonly Uint8Array[],
): PackedRows {
  const sizes = Uint32Array.from(contents, (content) => content.length);
  const whole = new Uint8Array(sizes.reduce((sum, size) => sum + size, 0));
  let at = 0;
  for (const content of contents) {
    whole.set(content, at);
    at += content.length;
  }
  return { ...place, sizes, contents: whole };
}

/** The rows one by one; views, not copies. */
export function* unpackRows(rows: PackedRows): Generator<{ sourceId: string; ordinal: number; content: Buffer }> {
  const { buffer, byteOffset } = rows.contents;
  let at = byteOffset;
  let ordinal = rows.firstOrdinal;
  for (const size of rows.sizes) {
    yield { sourceId: rows.sourceId, ordinal, content: Buffer.from(buffer, at, size) };
    at += size;
    ordinal += 1;
  }
}
