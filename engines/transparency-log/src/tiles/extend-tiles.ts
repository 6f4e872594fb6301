import { foldPeaks } from '../tree/compact-range.ts';
import { hashLength } from '../tree/hashing.ts';
import { merkleRoot } from '../tree/merkle-root.ts';
import { subtreesOf } from '../tree/tree-math.ts';
import { tileWidth, widthOf } from './tile-path.ts';

/** Hashes of one tile, one after the other: `width` * 32 bytes. */
export type Tile = { level: number; index: number; hashes: Buffer };

/** Where the tree ends: for each level the tile that is not full yet. A level without one is missing or empty. O(log n) memory. */
export type TreeEdge = { size: number; partial: ReadonlyMap<number, Buffer> };

export const emptyEdge: TreeEdge = { size: 0, partial: new Map() };

/** Addresses of the tiles that `TreeEdge` needs of a tree of this size. */
export function edgeTiles(size: number): { level: number; index: number; width: number }[] {
  const tiles = [];
  for (let level = 0; Math.floor(size / tileWidth ** level) > 0; level += 1) {
    const index = Math.floor(Math.floor(size / tileWidth ** level) / tileWidth);
    const width = widthOf(size, level, index);
    if (width > 0) tiles.push({ level, index, width });
  }
  return tiles;
}

/**
 * The tree with these leaves too: every tile that is new or longer than before, lowest level first, and where the tree ends now. Says nothing
 * to any store; whoever writes the tiles writes all or none. O(leaves + log n).
 */
export function extendTiles(edge: TreeEdge, leaves: Buffer): { tiles: Tile[]; edge: TreeEdge } {
  const tiles: Tile[] = [];
  const partial = new Map<number, Buffer>();
  let coming = leaves;
  for (let level = 0; coming.length > 0 || edge.partial.has(level); level += 1) {
    const held = edge.partial.get(level) ?? Buffer.alloc(0);
    const firstIndex = Math.floor(Math.floor(edge.size / tileWidth ** level) / tileWidth);
    const hashes = Buffer.concat([held, coming]);
    const roots: Buffer[] = [];
    for (let at = 0; at < hashes.length; at += tileWidth * hashLength) {
      const tile = hashes.subarray(at, at + tileWidth * hashLength);
      if (coming.length > 0) tiles.push({ level, index: firstIndex + at / (tileWidth * hashLength), hashes: tile });
      if (tile.length === tileWidth * hashLength) roots.push(merkleRoot(tile));
      else partial.set(level, tile);
    }
    coming = Buffer.concat(roots);
  }
  return { tiles, edge: { size: edge.size + leaves.length / hashLength, partial } };
}

/** Root of the tree that ends like this: the complete subtrees of its last tiles, folded from the right. O(log n) hashes above the tiles. */
export function rootOfEdge({ size, partial }: TreeEdge): Buffer {
  const peaks: Buffer[] = [];
  const levels = edgeTiles(size).reverse();
  for (const { level, width } of levels) {
    const hashes = partial.get(level);
    if (hashes?.length !== width * hashLength) throw new RangeError(`the edge lacks its tile of level ${level}`);
    for (const { height, index } of subtreesOf(0, width)) {
      const start = index * 2 ** height;
      peaks.push(merkleRoot(hashes.subarray(start * hashLength, (start + 2 ** height) * hashLength)));
    }
  }
  return foldPeaks(peaks);
}
