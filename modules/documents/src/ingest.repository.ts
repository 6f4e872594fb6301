import { type DocumentsTx, findActiveDocuments } from './documents.repository.ts';
import { listPlacesBelow } from './places.repository.ts';
import type { ClaimedVersion } from './reading-line.ts';

/**
 * Takes versions of active documents for reading. Those that are done, cancelled or gone are left out, so that a job delivered twice does nothing
 * twice.
 */
export async function claimVersions(tx: DocumentsTx, versionIds: readonly string[]): Promise<ClaimedVersion[]> {
  const versions = await tx
    .updateTable('documentVersions')
    .from('documents')
    .set(({ eb }) => ({
      state: 'reading',
      attempts: eb('documentVersions.attempts', '+', 1),
      progressDone: 0,
      progressTotal: null,
    }))
    .where('documentVersions.id', '=', (eb) => eb.fn.any(eb.val(versionIds)))
    .where('documentVersions.state', 'in', ['queued', 'reading'])
    .whereRef('documents.id', '=', 'documentVersions.documentId')
    .where('documents.state', '=', 'active')
    .returningAll('documentVersions')
    .execute();
  const documents = await findActiveDocuments(
    tx,
    versions.map((version) => version.documentId),
  );
  const documentOf = new Map(documents.map((document) => [document.id, document]));
  return versions.flatMap((version) => {
    const document = documentOf.get(version.documentId);
    return document ? [{ version, document }] : [];
  });
}

/** How many documents this one was attached to, one in the other: 0 for what came by itself. */
export async function depthOf(tx: DocumentsTx, documentId: string): Promise<number> {
  const chain = await tx
    .withRecursive('chain', (db) =>
      db
        .selectFrom('documents')
        .where('id', '=', documentId)
        .select('parentDocumentId')
        .unionAll((eb) =>
          eb
            .selectFrom('documents as parent')
            .innerJoin('chain', 'chain.parentDocumentId', 'parent.id')
            .select('parent.parentDocumentId'),
        ),
    )
    .selectFrom('chain')
    .select('parentDocumentId')
    .execute();
  return chain.length - 1;
}

/** The reading ended for a reason that lies outside the file; it waits for another try as if this one had not been. */
export async function giveAttemptBack(tx: DocumentsTx, versionId: string): Promise<void> {
  await tx
    .updateTable('documentVersions')
    .set(({ eb }) => ({ state: 'queued', attempts: eb('attempts', '-', 1) }))
    .where('id', '=', versionId)
    .where('state', '=', 'reading')
    .execute();
}

/** Places below a document of documents that are not among the given ones. */
export async function listOtherPlacesBelow(
  tx: DocumentsTx,
  documentId: string,
  kept: ReadonlySet<string>,
): Promise<string[]> {
  const places = await listPlacesBelow(tx, [documentId]);
  return places.flatMap((place) => (kept.has(place.documentId) ? [] : [place.id]));
}

export async function updateProgress(tx: DocumentsTx, versionId: string, done: number, total: number | null) {
  await tx
    .updateTable('documentVersions')
    .set({ progressDone: done, progressTotal: total })
    .where('id', '=', versionId)
    .where('state', '=', 'reading')
    .execute();
}

/** Versions that wait or were being read when the process died, oldest first. */
export async function listUnfinishedVersionIds(tx: DocumentsTx): Promise<string[]> {
  const rows = await tx
    .selectFrom('documentVersions')
    .where('state', 'in', ['queued', 'reading'])
    .select('id')
    .orderBy('createdAt')
    .execute();
  return rows.map((row) => row.id);
}

export async function listDeletingDocuments(
  tx: DocumentsTx,
): Promise<{ id: string; spaceId: string; labelId: string }[]> {
  return await tx
    .selectFrom('documents')
    .where('state', '=', 'deleting')
    .select(['id', 'spaceId', 'labelId'])
    .execute();
}

/** Every version of the given documents with its blob. */
export async function listVersionsOf(tx: DocumentsTx, documentIds: readonly string[]) {
  if (documentIds.length === 0) return [];
  return await tx
    .selectFrom('documentVersions')
    .where('documentId', 'in', documentIds)
    .select(['id', 'documentId', 'blobId'])
    .execute();
}

export async function deleteDocumentRows(tx: DocumentsTx, documentIds: readonly string[]): Promise<void> {
  if (documentIds.length === 0) return;
  await tx.deleteFrom('documents').where('id', 'in', documentIds).where('state', '=', 'deleting').execute();
}

export async function listBlobIds(tx: DocumentsTx, blobIds: readonly string[]): Promise<string[]> {
  if (blobIds.length === 0) return [];
  const rows = await tx.selectFrom('documentVersions').where('blobId', 'in', blobIds).select('blobId').execute();
  return rows.map((row) => row.blobId);
}
