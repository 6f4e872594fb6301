import { type DocumentsTx, markDeleting } from './documents.repository.ts';
import type { PartRow, VersionRow } from './documents.tables.ts';

/** Takes a version for reading; null when it is done, cancelled or gone, so that a job delivered twice does nothing twice. */
export async function claimVersion(tx: DocumentsTx, versionId: string): Promise<VersionRow | null> {
  const row = await tx
    .updateTable('documentVersions')
    .set(({ eb }) => ({ state: 'reading', attempts: eb('attempts', '+', 1), progressDone: 0, progressTotal: null }))
    .where('id', '=', versionId)
    .where('state', 'in', ['queued', 'reading'])
    .returningAll()
    .executeTakeFirst();
  return row ?? null;
}

/** The document's row without its state check: what is being deleted is not read any further. */
export async function findActiveDocument(tx: DocumentsTx, documentId: string) {
  const row = await tx
    .selectFrom('documents')
    .where('id', '=', documentId)
    .where('state', '=', 'active')
    .selectAll()
    .executeTakeFirst();
  return row ?? null;
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

/** Marks as going what was attached to a document and is not among the given documents; returns all ids below and including them. */
export async function markOtherChildrenDeleting(
  tx: DocumentsTx,
  documentId: string,
  kept: ReadonlySet<string>,
): Promise<string[]> {
  const children = await tx
    .selectFrom('documents')
    .where('parentDocumentId', '=', documentId)
    .where('state', '=', 'active')
    .select('id')
    .execute();
  const going: string[] = [];
  for (const { id } of children) if (!kept.has(id)) going.push(...(await markDeleting(tx, id)));
  return going;
}

export async function updateProgress(tx: DocumentsTx, versionId: string, done: number, total: number | null) {
  await tx
    .updateTable('documentVersions')
    .set({ progressDone: done, progressTotal: total })
    .where('id', '=', versionId)
    .where('state', '=', 'reading')
    .execute();
}

export async function replaceParts(tx: DocumentsTx, versionId: string, parts: readonly PartRow[]): Promise<void> {
  await tx.deleteFrom('documentParts').where('versionId', '=', versionId).execute();
  for (let from = 0; from < parts.length; from += 500) {
    await tx
      .insertInto('documentParts')
      .values(parts.slice(from, from + 500))
      .execute();
  }
}

/**
 * Makes a version the current one of its document unless it was cancelled, deleted or overtaken meanwhile; says which older version it
 * replaces. The document's row is locked, so that two versions of one document cannot both become current.
 */
export async function publishVersion(
  tx: DocumentsTx,
  version: VersionRow,
  change: Pick<VersionRow, 'format' | 'language' | 'parts' | 'passages' | 'day' | 'metadata' | 'finishedAt'>,
): Promise<{ isAccepted: boolean; replacedVersionId: string | null }> {
  const document = await tx
    .selectFrom('documents')
    .where('id', '=', version.documentId)
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
  const refused = { isAccepted: false, replacedVersionId: null };
  if (document?.state !== 'active') return refused;
  const current = document.currentVersionId
    ? await tx
        .selectFrom('documentVersions')
        .where('id', '=', document.currentVersionId)
        .select(['id', 'number'])
        .executeTakeFirst()
    : undefined;
  const isOvertaken = current !== undefined && current.number > version.number;
  const published = await tx
    .updateTable('documentVersions')
    .set({ ...change, state: isOvertaken ? 'superseded' : 'ready', reason: null, detail: null })
    .where('id', '=', version.id)
    .where('state', '=', 'reading')
    .executeTakeFirst();
  if (published.numUpdatedRows !== 1n || isOvertaken) return refused;
  await tx.updateTable('documents').set({ currentVersionId: version.id }).where('id', '=', document.id).execute();
  if (!current || current.id === version.id) return { isAccepted: true, replacedVersionId: null };
  await tx.updateTable('documentVersions').set({ state: 'superseded' }).where('id', '=', current.id).execute();
  return { isAccepted: true, replacedVersionId: current.id };
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
