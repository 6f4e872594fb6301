import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Passage } from '@nexus/search';

/** Passages of one document in order, read as often as needed. */
export type PassageList = Iterable<Passage> & {
  readonly length: number;
  /** The same in pieces, packed ones (zstd of their JSON) as they are: another thread can unpack them. */
  pieces(): Iterable<readonly Passage[] | Uint8Array>;
};

export type PassagePile = PassageList & { add(passages: readonly Passage[]): void };

const passagesASlice = 256;
const fastCompression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Holds the passages of a document until they are committed. Those of a small document stay as they are; of a large one all but the last few are
 * compressed, because with their anchors they take fifty times the memory of the text: a sheet of 400,000 rows would fill a gigabyte.
 */
export function createPassagePile(): PassagePile {
  const slices: Buffer[] = [];
  let waiting: Passage[] = [];

  return {
    get length() {
      return slices.length * passagesASlice + waiting.length;
    },
    add(passages) {
      for (const passage of passages) {
        waiting.push(passage);
        if (waiting.length < passagesASlice) continue;
        slices.push(zstdCompressSync(JSON.stringify(waiting), fastCompression));
        waiting = [];
      }
    },
    *pieces() {
      yield* slices;
      yield waiting;
    },
    *[Symbol.iterator]() {
      for (const slice of slices) {
        const passages: Passage[] = JSON.parse(zstdDecompressSync(slice).toString('utf8'));
        yield* passages;
      }
      yield* waiting;
    },
  };
}
