import type { BlobStore } from '@nexus/blobs';
import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import type { QueryExecutorProvider } from 'kysely';
import type { PassageIndex } from './passage-index.ts';
import type { Rebuilds } from './rebuilds.service.ts';
import { deleteCells, listCellsOfOtherKeys } from './retrieval.repository.ts';
import type { RetrievalTables } from './retrieval.tables.ts';

export type ResealIndexDependencies = {
  database: Pick<Database, 'withWorker'>;
  blobs: Pick<BlobStore, 'list' | 'remove'>;
  index: Pick<PassageIndex, 'replaceAll'>;
  readChunks: Rebuilds['readChunks'];
};

const job = 'keys.reseal';

/** The index under another key: built anew, cell by cell, because its terms are blinded under the key too. Readers keep the old one until the new is whole. */
export function createResealIndex({ database, blobs, index, readChunks }: ResealIndexDependencies) {
  const work = <R>(run: (tx: Tx<RetrievalTables>) => Promise<R>) => database.withWorker<RetrievalTables, R>(job, run);

  return {
    async countOthers(tx: QueryExecutorProvider, spaceId: string, keyId: Uint8Array): Promise<number> {
      return (await listCellsOfOtherKeys(tx, spaceId, keyId)).length;
    },
    async reseal(spaceId: string, sealer: Sealer, onBatch: (objects: number) => Promise<void>): Promise<void> {
      for (const cell of await work((tx) => listCellsOfOtherKeys(tx, spaceId, sealer.keyId))) {
        await index.replaceAll(cell, readChunks(cell), () => onBatch(0));
        await onBatch(1);
      }
    },
    /** Rows and segments. */
    async erase(spaceId: string): Promise<number> {
      let removed = await work((tx) => deleteCells(tx, spaceId));
      for await (const key of blobs.list(`segments/${spaceId}`)) {
        await blobs.remove(key);
        removed += 1;
      }
      return removed;
    },
    sample: async () => [],
  };
}
