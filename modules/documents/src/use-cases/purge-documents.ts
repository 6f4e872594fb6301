import type { BlobStore } from '@nexus/blobs';
import type { Database, Tx } from '@nexus/db';
import type { PassageIndexPort } from '../documents.ports.ts';
import type { DocumentsTables } from '../documents.tables.ts';
import * as repository from '../ingest.repository.ts';
import { blobKey } from './upload-document.ts';

export type PurgeDependencies = {
  database: Pick<Database, 'withWorker'>;
  blobs: Pick<BlobStore, 'remove' | 'list'>;
  index: PassageIndexPort;
};

/**
 * Removes documents that are marked as going: first the passages and the index entries, then rows, then blobs. Each step may be repeated, so a
 * crash in between is finished by the next start (`purgeLeftovers`).
 */
export function createPurgeDocuments({ database, blobs, index }: PurgeDependencies) {
  const work = <R>(run: (tx: Tx<DocumentsTables>) => Promise<R>) =>
    database.withWorker<DocumentsTables, R>('purge', run);

  async function purge(documentIds: readonly string[]): Promise<void> {
    const going = (await work((tx) => repository.listDeletingDocuments(tx))).filter((row) =>
      documentIds.includes(row.id),
    );
    const versions = await work((tx) =>
      repository.listVersionsOf(
        tx,
        going.map((row) => row.id),
      ),
    );
    for (const cell of cellsOf(going)) {
      const inCell = new Set(
        going.filter((row) => row.spaceId === cell.spaceId && row.labelId === cell.labelId).map((row) => row.id),
      );
      const removed = versions.filter((version) => inCell.has(version.documentId)).map((version) => version.id);
      await index.change('purge', cell, [], async (tx) => {
        await repository.deleteDocumentRows(tx as Tx<DocumentsTables>, [...inCell]);
        return { accepted: new Set(), removed };
      });
    }
    for (const { blobId } of versions) await blobs.remove(blobKey(blobId));
  }

  /** Finishes deletions that a stop or crash interrupted. */
  async function purgeLeftovers(): Promise<number> {
    const going = await work((tx) => repository.listDeletingDocuments(tx));
    await purge(going.map((row) => row.id));
    return going.length;
  }

  /**
   * Removes blobs that no row names: an upload or a deletion that a crash cut between disk and database. A blob is written before its row, so
   * this is for the start, before uploads come in, and where other processes take uploads, for those begun before `bornBefore` alone.
   */
  async function sweepOrphanBlobs({ bornBefore }: { bornBefore?: Date } = {}): Promise<number> {
    const latest = bornBefore?.getTime() ?? Number.POSITIVE_INFINITY;
    let removed = 0;
    let batch: string[] = [];
    const sweep = async () => {
      const known = new Set(await work((tx) => repository.listBlobIds(tx, batch)));
      const orphans = batch.filter((blobId) => !known.has(blobId));
      for (const blobId of orphans) await blobs.remove(blobKey(blobId));
      removed += orphans.length;
      batch = [];
    };
    for await (const key of blobs.list('blobs')) {
      const blobId = key.slice(key.lastIndexOf('/') + 1);
      if (bornMs(blobId) >= latest) continue;
      batch.push(blobId);
      if (batch.length === 1_000) await sweep();
    }
    await sweep();
    return removed;
  }

  return { purge, purgeLeftovers, sweepOrphanBlobs };
}

/** The time in the first 48 bits of a UUIDv7. */
function bornMs(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}

function cellsOf(rows: readonly { spaceId: string; labelId: string }[]) {
  return [...new Map(rows.map(({ spaceId, labelId }) => [`${spaceId}.${labelId}`, { spaceId, labelId }])).values()];
}
