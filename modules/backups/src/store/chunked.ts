import { chunkBytes } from './chunk-codec.ts';

/** Cuts a stream into pieces of exactly a chunk; the last may be shorter. Equal stretches at equal places give equal pieces. */
export async function* inChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const bytes of source) {
    for (let at = 0; at < bytes.length; ) {
      const part = bytes.subarray(at, at + chunkBytes - size);
      parts.push(part);
      size += part.length;
      at += part.length;
      if (size < chunkBytes) continue;
      yield Buffer.concat(parts, size);
      parts = [];
      size = 0;
    }
  }
  if (size > 0) yield Buffer.concat(parts, size);
}
