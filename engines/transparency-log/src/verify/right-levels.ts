import { rootOfEdge } from '../tiles/extend-tiles.ts';
import { tileWidth, widthOf } from '../tiles/tile-path.ts';
import { hashLength } from '../tree/hashing.ts';
import { merkleRoot } from '../tree/merkle-root.ts';

/** By level, then by index: the hashes of a tile, null when they are not there. */
export type Levels = readonly (readonly (Buffer | null)[])[];

export type RightLevelsOptions = {
  /** Leaf hashes of the entries, bundle by bundle. */
  entries: readonly (Buffer | null)[];
  stored: Levels;
  size: number;
  root: Uint8Array;
};

/**
 * The tiles as they must be. The lowest level whose hashes lead to the root (the entries themselves, or stored tiles) is right; what is above
 * follows from it, and what is below is right tile by tile when it leads to the hash above. Null when no level leads to the root; a tile is
 * null when nothing below leads to its hash.
 */
export function rightLevels({ entries, stored, size, root }: RightLevelsOptions): Levels | null {
  const count = stored.length;
  const computed = climb(entries, size, count);
  const found = firstLeading(attempts(computed, stored, size), size, root);
  if (found === null) return null;
  const right = found.levels.map((tiles) => [...tiles]);
  for (let level = found.lowest - 1; level >= 0; level -= 1) {
    for (let index = 0; index < right[level]!.length; index += 1) {
      if (widthOf(size, level, index) < tileWidth) continue;
      const wanted = hashOf(right[level + 1]!, index);
      const fromBelow = level === 0 ? (entries[index] ?? null) : gather(stored[level - 1]!, index);
      const fitting = [stored[level]![index] ?? null, fromBelow, computed[level]![index] ?? null].find(
        (hashes) => hashes?.length === tileWidth * hashLength && wanted !== null && merkleRoot(hashes).equals(wanted),
      );
      right[level]![index] = fitting ?? null;
    }
  }
  return right;
}

type Attempt = { lowest: number; levels: Levels };

/** From the entries, then from stored level 0, 1, 2, ...; the unfinished tiles below a level come from either. */
function* attempts(computed: Levels, stored: Levels, size: number): Generator<Attempt> {
  yield { lowest: 0, levels: computed };
  for (let lowest = 0; lowest < stored.length; lowest += 1) {
    const above = climb(stored[lowest]!, size, stored.length - lowest, lowest);
    for (const below of [stored, computed]) yield { lowest, levels: [...below.slice(0, lowest), ...above] };
  }
}

function firstLeading(all: Iterable<Attempt>, size: number, root: Uint8Array): Attempt | null {
  for (const attempt of all) if (leadsTo(attempt.levels, size, root)) return attempt;
  return null;
}

/** Tiles of this and the higher levels that follow from the hashes of one level. */
function climb(tiles: readonly (Buffer | null)[], size: number, levels: number, from = 0): (Buffer | null)[][] {
  const result: (Buffer | null)[][] = [];
  let current = tiles.slice(0, Math.ceil(Math.floor(size / tileWidth ** from) / tileWidth));
  for (let level = from; level < from + levels; level += 1) {
    result.push([...current]);
    const below = current;
    const width = Math.ceil(Math.floor(size / tileWidth ** (level + 1)) / tileWidth);
    current = Array.from({ length: width }, (_, index) => gather(below, index, widthOf(size, level + 1, index)));
  }
  return result;
}

/** The tile above: roots of up to 256 full tiles of one level. Null when one of them is not there or not full. */
function gather(tiles: readonly (Buffer | null)[], index: number, width: number = tileWidth): Buffer | null {
  const children = tiles.slice(index * tileWidth, index * tileWidth + width);
  if (children.length < width || children.some((child) => child?.length !== tileWidth * hashLength)) return null;
  return Buffer.concat(children.map((child) => merkleRoot(child!)));
}

function hashOf(tiles: readonly (Buffer | null)[], index: number): Buffer | null {
  const tile = tiles[Math.floor(index / tileWidth)] ?? null;
  const start = (index % tileWidth) * hashLength;
  return tile === null || tile.length < start + hashLength ? null : tile.subarray(start, start + hashLength);
}

/** Only the unfinished tiles of each level count for the root: the full ones are in the hashes above them. */
function leadsTo(levels: Levels, size: number, root: Uint8Array): boolean {
  const partial = new Map<number, Buffer>();
  for (const [level, tiles] of levels.entries()) {
    const last = tiles.at(-1) ?? null;
    if (last !== null && last.length < tileWidth * hashLength) partial.set(level, last);
  }
  try {
    return rootOfEdge({ size, partial }).equals(root);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
