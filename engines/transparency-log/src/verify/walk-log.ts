import { MalformedError } from '../errors.ts';
import { decodeBundle, leafHashesOf } from '../tiles/entry-bundle.ts';
import { tileWidth, widthOf } from '../tiles/tile-path.ts';
import { createCompactRange } from '../tree/compact-range.ts';
import { hashAt, hashLength } from '../tree/hashing.ts';
import { merkleRoot } from '../tree/merkle-root.ts';
import type { LogSource } from './log-source.ts';

export type WalkOptions = {
  source: LogSource;
  size: number;
  /** Entries before this place, the beginning of a bundle, are no longer there; their hashes are. */
  firstEntry?: number;
  /** Sizes at which the root shall be told too, for older checkpoints. */
  sizes?: readonly number[];
  onEntries?(first: number, entries: readonly Buffer[]): void;
  onProgress?(done: number, size: number): void;
};

export type Walk = {
  /** Every bundle and tile is there, whole, and agrees with the ones below it. */
  isWhole: boolean;
  /** Of the tree over the entries as they are, null when they cannot be read as `size` entries. */
  root: Buffer | null;
  /** Root at each of `sizes`, for as far as the entries could be read. */
  rootsAt: ReadonlyMap<number, Buffer>;
};

/**
 * Reads the whole log once, hashes every entry, builds the tree and compares every stored tile with what it must be. Stops at the first thing
 * that is not right: `locateFaults` then finds out what. O(n) hashes, O(log n) memory besides one tile of each level.
 */
export async function walkLog(options: WalkOptions): Promise<Walk> {
  const { source, size, firstEntry = 0, onEntries, onProgress } = options;
  const wanted = [...new Set(options.sizes ?? [])].filter((at) => at <= size).sort((a, b) => a - b);
  const rootsAt = new Map<number, Buffer>();
  const range = createCompactRange();
  const upper = createUpperTiles(source, size);
  const broken: Walk = { isWhole: false, root: null, rootsAt };

  const tellRoots = (leaves: Buffer): void => {
    const end = range.size + leaves.length / hashLength;
    for (let at = wanted[0]; at !== undefined && at <= end; at = wanted[0]) {
      const more = Array.from({ length: at - range.size }, (_, index) => hashAt(leaves, index));
      rootsAt.set(at, range.rootWith(more));
      wanted.shift();
    }
  };

  tellRoots(Buffer.alloc(0));
  for (let index = 0; index * tileWidth < size; index += 1) {
    const width = widthOf(size, 0, index);
    const tile = await readHashes(source, 0, index, width);
    if (tile === null) return broken;
    if (index * tileWidth >= firstEntry) {
      const entries = await readEntries(source, index, width);
      if (entries === null || !leafHashesOf(entries).equals(tile)) return broken;
      onEntries?.(index * tileWidth, entries);
    }
    tellRoots(tile);
    if (width === tileWidth) {
      const root = merkleRoot(tile);
      if (!(await upper.append(root))) return broken;
      range.appendSubtree(8, root);
    } else {
      for (let at = 0; at < width; at += 1) range.append(hashAt(tile, at));
    }
    onProgress?.(Math.min(size, (index + 1) * tileWidth), size);
  }
  return { isWhole: await upper.finish(), root: range.root(), rootsAt };
}

/** Compares stored tiles of level 1 and above with the roots that come up from below. */
function createUpperTiles(source: LogSource, size: number) {
  const pending = new Map<number, { index: number; hashes: Buffer[] }>();

  const isStored = async (level: number, index: number, hashes: Buffer): Promise<boolean> =>
    (await readHashes(source, level, index, widthOf(size, level, index)))?.equals(hashes) ?? false;

  const append = async (root: Buffer, level = 1): Promise<boolean> => {
    const tile = pending.get(level) ?? { index: 0, hashes: [] };
    pending.set(level, tile);
    tile.hashes.push(root);
    if (tile.hashes.length < tileWidth) return true;
    const hashes = Buffer.concat(tile.hashes);
    if (!(await isStored(level, tile.index, hashes))) return false;
    pending.set(level, { index: tile.index + 1, hashes: [] });
    return await append(merkleRoot(hashes), level + 1);
  };

  return {
    append,
    async finish(): Promise<boolean> {
      for (const [level, { index, hashes }] of pending) {
        if (hashes.length > 0 && !(await isStored(level, index, Buffer.concat(hashes)))) return false;
      }
      return true;
    },
  };
}

/** Exactly `width` hashes of a tile, or null. A fuller tile of a later moment begins with them. */
export async function readHashes(
  source: Pick<LogSource, 'readTile'>,
  level: number,
  index: number,
  width: number,
): Promise<Buffer | null> {
  const bytes = await source.readTile(level, index, width);
  if (bytes === null || bytes.length < width * hashLength || bytes.length % hashLength !== 0) return null;
  return Buffer.from(bytes.buffer, bytes.byteOffset, width * hashLength);
}

async function readEntries(source: LogSource, index: number, width: number): Promise<Buffer[] | null> {
  const bundle = await source.readBundle(index, width);
  if (bundle === null) return null;
  try {
    const entries = decodeBundle(bundle);
    return entries.length === width ? entries : null;
  } catch (error) {
    if (error instanceof MalformedError) return null;
    throw error;
  }
}
