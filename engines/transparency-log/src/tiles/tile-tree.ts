import { MalformedError, TileMissingError } from '../errors.ts';
import { foldPeaks } from '../tree/compact-range.ts';
import { hashLength } from '../tree/hashing.ts';
import { merkleRoot } from '../tree/merkle-root.ts';
import { isTreeSize, largestPowerBelow, type Subtree, subtreesOf } from '../tree/tree-math.ts';
import { tileWidth, widthOf } from './tile-path.ts';

/** Where tiles lie: a database, a folder, an archive. */
export type TileStore = {
  /** Hashes of one tile, at least `width` of them: a partial tile is the beginning of the fuller one. Null when there is none. */
  readTile(level: number, index: number, width: number): Promise<Uint8Array | null>;
};

/** Proofs and roots out of tiles. Reads a logarithmic number of them for each, each once. */
export type TileTree = {
  root(size: number): Promise<Buffer>;
  /** Hash of the leaf at this place. @throws RangeError when the place is outside the tree */
  leaf(index: number, size: number): Promise<Buffer>;
  /** RFC 6962 section 2.1.1. @throws RangeError when the place is outside the tree; TileMissingError */
  inclusionProof(index: number, size: number): Promise<Buffer[]>;
  /** RFC 6962 section 2.1.2. @throws RangeError when the older tree is the larger one; TileMissingError */
  consistencyProof(olderSize: number, size: number): Promise<Buffer[]>;
};

type Range = [start: number, end: number];

export function createTileTree(store: TileStore): TileTree {
  /** One proof looks into the same tile several times. */
  const reader = (size: number) => {
    const tiles = new Map<string, Promise<Buffer>>();
    return (level: number, index: number): Promise<Buffer> => {
      const key = `${level}/${index}`;
      const known = tiles.get(key);
      if (known !== undefined) return known;
      const reading = readWhole(store, level, index, widthOf(size, level, index));
      tiles.set(key, reading);
      return reading;
    };
  };

  const subtreeRoot = async (read: ReturnType<typeof reader>, { height, index }: Subtree): Promise<Buffer> => {
    const level = Math.floor(height / 8);
    const width = 2 ** (height % 8);
    const first = index * width;
    const tile = await read(level, Math.floor(first / tileWidth));
    const start = (first % tileWidth) * hashLength;
    return merkleRoot(tile.subarray(start, start + width * hashLength));
  };

  const rangeRoot = async (read: ReturnType<typeof reader>, [start, end]: Range): Promise<Buffer> =>
    foldPeaks(await Promise.all(subtreesOf(start, end).map((subtree) => subtreeRoot(read, subtree))));

  const rangeRoots = (size: number, ranges: readonly Range[]): Promise<Buffer[]> => {
    const read = reader(size);
    return Promise.all(ranges.map((range) => rangeRoot(read, range)));
  };

  return {
    root: (size) => rangeRoot(reader(size), [0, size]),
    async leaf(index, size) {
      ensurePlace(index, size);
      return await rangeRoot(reader(size), [index, index + 1]);
    },
    inclusionProof(index, size) {
      ensurePlace(index, size);
      return rangeRoots(size, inclusionRanges(index, size));
    },
    consistencyProof(olderSize, size) {
      if (!isTreeSize(olderSize) || !isTreeSize(size) || olderSize > size)
        throw new RangeError(`no tree of ${olderSize} entries is the beginning of one of ${size}`);
      return rangeRoots(size, consistencyRanges(olderSize, size));
    },
  };
}

/** Siblings on the way from the leaf up to the root. */
function inclusionRanges(index: number, size: number): Range[] {
  const ranges: Range[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const split = start + largestPowerBelow(end - start);
    ranges.push(index < split ? [split, end] : [start, split]);
    [start, end] = index < split ? [start, split] : [split, end];
  }
  return ranges.reverse();
}

function consistencyRanges(olderSize: number, size: number): Range[] {
  if (olderSize === 0 || olderSize === size) return [];
  const ranges: Range[] = [];
  let [start, end] = [0, size];
  while (olderSize !== end) {
    const split = start + largestPowerBelow(end - start);
    ranges.push(olderSize <= split ? [split, end] : [start, split]);
    [start, end] = olderSize <= split ? [start, split] : [split, end];
  }
  // The older tree, when it is complete, is what the verifier holds already.
  if (start > 0) ranges.push([start, end]);
  return ranges.reverse();
}

async function readWhole(store: TileStore, level: number, index: number, width: number): Promise<Buffer> {
  const bytes = await store.readTile(level, index, width);
  if (bytes === null || bytes.length < width * hashLength) throw new TileMissingError(level, index);
  if (bytes.length % hashLength !== 0) throw new MalformedError('tile', 'not made of whole hashes');
  return Buffer.from(bytes.buffer, bytes.byteOffset, width * hashLength);
}

function ensurePlace(index: number, size: number): void {
  if (!isTreeSize(index) || !isTreeSize(size) || index >= size)
    throw new RangeError(`there is no entry ${index} in a tree of ${size}`);
}
