import { encodeBundle } from '../tiles/entry-bundle.ts';
import { emptyEdge, extendTiles, rootOfEdge, type Tile } from '../tiles/extend-tiles.ts';
import { tileWidth } from '../tiles/tile-path.ts';
import { leafHash } from '../tree/hashing.ts';
import type { LogSource } from '../verify/log-source.ts';

/** A log in memory that a test may spoil: tiles by `level/index`, entries by bundle. */
export type MadeLog = LogSource & {
  size: number;
  root: Buffer;
  tiles: Map<string, Buffer>;
  bundles: Map<number, Buffer>;
  entries: Buffer[];
  /** Puts these entries in place of those that are there, and leaves tiles and root as they are. */
  replaceEntries(entries: readonly Buffer[]): void;
};

export function makeLog(size: number): MadeLog {
  const entries = Array.from({ length: size }, (_, place) => Buffer.from(`entry ${place}`));
  const extended = extendTiles(emptyEdge, Buffer.concat(entries.map(leafHash)));
  return logOf(entries, extended.tiles, rootOfEdge(extended.edge));
}

/** A copy that can be spoiled without spoiling the other. */
export function copyLog({ entries, tiles, root }: MadeLog): MadeLog {
  const copied = [...tiles].map(([key, hashes]) => {
    const [level, index] = key.split('/').map(Number);
    return { level: level!, index: index!, hashes };
  });
  return logOf(entries, copied, root);
}

function logOf(entries: Buffer[], all: readonly Tile[], root: Buffer): MadeLog {
  const tiles = new Map(all.map(({ level, index, hashes }) => [`${level}/${index}`, Buffer.from(hashes)]));
  const bundles = new Map<number, Buffer>();
  const replaceEntries = (all: readonly Buffer[]): void => {
    bundles.clear();
    for (let at = 0; at < all.length; at += tileWidth)
      bundles.set(at / tileWidth, encodeBundle(all.slice(at, at + tileWidth)));
  };
  replaceEntries(entries);
  return {
    size: entries.length,
    root,
    tiles,
    bundles,
    entries,
    replaceEntries,
    readTile: async (level, index) => tiles.get(`${level}/${index}`) ?? null,
    readBundle: async (index) => bundles.get(index) ?? null,
  };
}
