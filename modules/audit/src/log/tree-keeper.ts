import type { Database } from '@nexus/db';
import { createTileTree, edgeTiles, extendTiles, hashLength, type TileTree } from '@nexus/transparency-log';
import type { AnyTx } from '../audit.repository.ts';
import { leavesFrom, readTiles, storeTiles, treeSize } from './tree.repository.ts';

export const treeJob = 'audit.tree';

export type TreeKeeper = {
  /** Brings entries that have their place into the tree, at most a batch. Returns how many; null when another process was faster. */
  extendOnce(): Promise<number | null>;
};

/**
 * Keeps no state of its own: where the tree ends is read from its tiles, in the transaction that writes the next ones. A process that dies
 * in between leaves the tree as it was; two at once extend it once.
 */
export function createTreeKeeper(database: Pick<Database, 'withWorker'>, batchSize = 8_192): TreeKeeper {
  return {
    extendOnce: () =>
      database.withWorker(treeJob, async (tx: AnyTx) => {
        const size = await treeSize(tx);
        const leaves = await leavesFrom(tx, size, batchSize);
        if (leaves.length === 0) return 0;
        const partial = new Map((await readTiles(tx, edgeTiles(size))).map(({ level, hashes }) => [level, hashes]));
        const { tiles, edge } = extendTiles({ size, partial }, leaves);
        return (await storeTiles(tx, size, edge.size, tiles)) ? leaves.length / hashLength : null;
      }),
  };
}

/** The tree out of the tiles in the database, in this transaction. */
export function treeIn(tx: AnyTx): TileTree {
  return createTileTree({
    async readTile(level, index) {
      const [tile] = await readTiles(tx, [{ level, index }]);
      return tile?.hashes ?? null;
    },
  });
}
