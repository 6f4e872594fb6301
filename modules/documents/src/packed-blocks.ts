import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Block } from '@nexus/parsing';

/** A block with its number in the document, from 0. */
export type NumberedBlock = Block & { number: number };

const fastCompression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** Blocks as one zstd frame. Frames may stand one after the other (RFC 8878, 3): together they are read as one list. */
export function packBlocks(blocks: readonly NumberedBlock[]): Buffer {
  // JSON holds no bare line break, so lines are lists.
  return zstdCompressSync(`${JSON.stringify(blocks)}\n`, fastCompression);
}

export function unpackBlocks(packed: Uint8Array): NumberedBlock[] {
  const lists = zstdDecompressSync(packed).toString('utf8').trimEnd().split('\n');
  return lists.flatMap((list): NumberedBlock[] => JSON.parse(list));
}
