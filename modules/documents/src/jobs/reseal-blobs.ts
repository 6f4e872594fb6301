import { BlobNotFoundError, type BlobStore } from '@nexus/blobs';
import type { Sealer } from '@nexus/crypto';
import type { Database } from '@nexus/db';
import { type Logger, newId } from '@nexus/kernel';
import { pieceKey } from '../uploads/uploads.service.ts';
import { blobKey } from '../use-cases/upload-document.ts';
import {
  type AnyTx,
  type BlobKind,
  countBlobsOfOtherKeys,
  listBlobsOfOtherKeys,
  listBlobsOfSpace,
  replaceBlob,
} from './blob-keys.repository.ts';

export type ResealBlobsDependencies = {
  database: Pick<Database, 'withWorker'>;
  blobs: Pick<BlobStore, 'read' | 'write' | 'remove'>;
  logger: Logger;
};

const job = 'keys.reseal';
const kinds: readonly BlobKind[] = ['version', 'piece'];
const keyOf = { version: blobKey, piece: pieceKey };
const sealKind = { version: 'blob', piece: 'upload_piece' };
const rowsAtOnce = 200;
const nil = '00000000-0000-0000-0000-000000000000';
/** Whoever read the row before may still open the old blob for this long. */
const obsoleteAfterMs = 120_000;

/**
 * Originals under another key. A blob never changes: a new one is written, the row turned to it in one step, and the old one removed later. What a crash
 * leaves without a row is swept at the next start.
 */
export function createResealBlobs({ database, blobs, logger }: ResealBlobsDependencies) {
  const work = <R>(run: (tx: AnyTx) => Promise<R>) => database.withWorker<unknown, R>(job, run);

  async function resealOne(kind: BlobKind, sealer: Sealer, oldId: string): Promise<void> {
    const blobId = newId();
    const [oldKey, newKey] = [keyOf[kind](oldId), keyOf[kind](blobId)];
    const plain = sealer.openStream({ kind: sealKind[kind], objectId: oldId }, blobs.read(oldKey));
    try {
      await blobs.write(newKey, sealer.sealStream({ kind: sealKind[kind], objectId: blobId }, plain));
    } catch (error) {
      // Deleted since the list was read.
      if (error instanceof BlobNotFoundError) return;
      throw error;
    }
    const isReplaced = await work((tx) => replaceBlob(tx, kind, oldId, { blobId, keyId: Buffer.from(sealer.keyId) }));
    if (!isReplaced) return await blobs.remove(newKey);
    setTimeout(() => {
      blobs.remove(oldKey).catch((error: unknown) => logger.warn('old blob kept', { error }));
    }, obsoleteAfterMs).unref();
  }

  return {
    async countOthers(tx: AnyTx, spaceId: string, keyId: Uint8Array): Promise<number> {
      let total = 0;
      for (const kind of kinds) total += await countBlobsOfOtherKeys(tx, kind, spaceId, Buffer.from(keyId));
      return total;
    },
    async reseal(spaceId: string, sealer: Sealer, onBatch: (objects: number) => Promise<void>): Promise<void> {
      const keyId = Buffer.from(sealer.keyId);
      for (const kind of kinds) {
        for (let after = nil; ; ) {
          const page = { spaceId, keyId, after, limit: rowsAtOnce };
          const blobIds = await work((tx) => listBlobsOfOtherKeys(tx, kind, page));
          for (const blobId of blobIds) {
            await resealOne(kind, sealer, blobId);
            await onBatch(1);
          }
          const last = blobIds.at(-1);
          if (last === undefined) break;
          after = last;
        }
      }
    },
    /** The blobs only; their rows go with the tables, afterwards. */
    async erase(spaceId: string): Promise<number> {
      let removed = 0;
      for (const kind of kinds) {
        for (const blobId of await work((tx) => listBlobsOfSpace(tx, kind, spaceId))) {
          await blobs.remove(keyOf[kind](blobId));
          removed += 1;
        }
      }
      return removed;
    },
    sample: async () => [],
  };
}
