import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { DocumentRow, DocumentsTables, PartRow, VersionRow, VersionState } from './documents.tables.ts';

export type DocumentsTx = Tx<DocumentsTables>;

/** A document with the version that is shown: the current one, or while there is none yet, the newest. */
export type DocumentWithVersion = { document: DocumentRow; latest: VersionRow };

export type DocumentFilter = {
  state?: VersionState | undefined;
  folderId?: string | undefined;
  format?: string | undefined;
};

export async function insertDocument(tx: DocumentsTx, document: DocumentRow): Promise<void> {
  await tx.insertInto('documents').values(document).execute();
}

export async function insertVersion(tx: DocumentsTx, version: VersionRow): Promise<void> {
  await tx.insertInto('documentVersions').values(version).execute();
}

/**
 * Lets uploads of the same bytes, and then uploads to the same place, go one after the other, so that twins meet as duplicates and rivals as
 * versions. Always in this order: place locks are taken last, so nobody waits in a circle.
 */
export async function lockUpload(tx: DocumentsTx, contentFingerprint: Buffer, placeFingerprint: Buffer): Promise<void> {
  for (const fingerprint of [contentFingerprint, placeFingerprint]) {
    await sql`select pg_advisory_xact_lock(${fingerprint.readBigInt64BE(0)})`.execute(tx);
  }
}

/** The row is locked: of two uploads to one place, the second becomes the next version. */
export async function findDocumentAtPlace(
  tx: DocumentsTx,
  spaceId: string,
  placeFingerprint: Buffer,
): Promise<DocumentRow | null> {
  const row = await tx
    .selectFrom('documents')
    .where('spaceId', '=', spaceId)
    .where('placeFingerprint', '=', placeFingerprint)
    .where('state', '=', 'active')
    .selectAll()
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** An active document of the space whose newest version has this content. */
export async function findDuplicate(
  tx: DocumentsTx,
  spaceId: string,
  contentFingerprint: Buffer,
): Promise<{ documentId: string; versionId: string } | null> {
  const row = await tx
    .selectFrom('documentVersions as candidate')
    .innerJoin('documents', 'documents.id', 'candidate.documentId')
    .where('candidate.spaceId', '=', spaceId)
    .where('candidate.contentFingerprint', '=', contentFingerprint)
    .where('documents.state', '=', 'active')
    .where('candidate.state', 'in', ['queued', 'reading', 'ready', 'failed'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('documentVersions as newer')
            .whereRef('newer.documentId', '=', 'candidate.documentId')
            .whereRef('newer.number', '>', 'candidate.number')
            .select('newer.id'),
        ),
      ),
    )
    .select(['candidate.documentId', 'candidate.id as versionId'])
    .orderBy('candidate.createdAt')
    .executeTakeFirst();
  return row ?? null;
}

export async function nextVersionNumber(tx: DocumentsTx, documentId: string): Promise<number> {
  const row = await tx
    .selectFrom('documentVersions')
    .where('documentId', '=', documentId)
    .select(({ fn }) => fn.max('number').as('number'))
    .executeTakeFirst();
  return (row?.number ?? 0) + 1;
}

export async function touchDocument(tx: DocumentsTx, documentId: string, updatedAt: Date): Promise<void> {
  await tx
    .updateTable('documents')
    .set(({ eb }) => ({ updatedAt, version: eb('version', '+', 1) }))
    .where('id', '=', documentId)
    .execute();
}

/** Newest first; ids are UUIDv7, so their order is the order of arrival. */
export async function listDocuments(
  tx: DocumentsTx,
  spaceId: string,
  filter: DocumentFilter,
  page: { limit: number; beforeId: string | null },
): Promise<DocumentWithVersion[]> {
  let query = tx
    .selectFrom('documents')
    .innerJoin('documentVersions', (join) =>
      join.on('documentVersions.id', '=', ({ selectFrom }) =>
        selectFrom('documentVersions as newest')
          .whereRef('newest.documentId', '=', 'documents.id')
          .select('newest.id')
          .orderBy('newest.number', 'desc')
          .limit(1),
      ),
    )
    .where('documents.spaceId', '=', spaceId)
    .where('documents.state', '=', 'active')
    .select('documents.id')
    .orderBy('documents.id', 'desc')
    .limit(page.limit + 1);
  if (page.beforeId) query = query.where('documents.id', '<', page.beforeId);
  if (filter.state) query = query.where('documentVersions.state', '=', filter.state);
  if (filter.format) query = query.where('documentVersions.format', '=', filter.format);
  if (filter.folderId) query = query.where('documents.folderId', '=', filter.folderId);
  const ids = (await query.execute()).map((row) => row.id);
  return await findDocuments(tx, ids);
}

/** In the order asked; unknown or unreadable ids are left out. */
export async function findDocuments(tx: DocumentsTx, documentIds: readonly string[]): Promise<DocumentWithVersion[]> {
  if (documentIds.length === 0) return [];
  const documents = await findActiveDocuments(tx, documentIds);
  const versions = await tx
    .selectFrom('documentVersions')
    .distinctOn('documentId')
    .where('documentId', 'in', documentIds)
    .selectAll()
    .orderBy('documentId')
    .orderBy('number', 'desc')
    .execute();
  const documentById = new Map(documents.map((document) => [document.id, document]));
  const latestOf = new Map(versions.map((version) => [version.documentId, version]));
  return documentIds.flatMap((documentId) => {
    const document = documentById.get(documentId);
    const latest = latestOf.get(documentId);
    return document && latest ? [{ document, latest }] : [];
  });
}

/** In no order; unknown or unreadable ids, and documents that are going, are left out. */
export async function findActiveDocuments(tx: DocumentsTx, documentIds: readonly string[]): Promise<DocumentRow[]> {
  if (documentIds.length === 0) return [];
  return await tx
    .selectFrom('documents')
    .where('id', '=', (eb) => eb.fn.any(eb.val(documentIds)))
    .where('state', '=', 'active')
    .selectAll()
    .execute();
}

export async function listVersions(tx: DocumentsTx, documentId: string): Promise<VersionRow[]> {
  return await tx
    .selectFrom('documentVersions')
    .where('documentId', '=', documentId)
    .selectAll()
    .orderBy('number', 'desc')
    .execute();
}

/** Documents that were attached to this one or embedded in it, in the order in which they were found. */
export async function listChildIds(tx: DocumentsTx, documentId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('documents')
    .where('parentDocumentId', '=', documentId)
    .where('state', '=', 'active')
    .select('id')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}

export async function findVersions(tx: DocumentsTx, versionIds: readonly string[]): Promise<VersionRow[]> {
  if (versionIds.length === 0) return [];
  return await tx.selectFrom('documentVersions').where('id', 'in', versionIds).selectAll().execute();
}

export async function listParts(
  tx: DocumentsTx,
  versionId: string,
  page: { fromPart: number; limit: number },
): Promise<PartRow[]> {
  return await tx
    .selectFrom('documentParts')
    .where('versionId', '=', versionId)
    .where('part', '>=', page.fromPart)
    .selectAll()
    .orderBy('part')
    .limit(page.limit)
    .execute();
}

/** What the list of parts is without their content: the quality record. */
export async function listQuality(tx: DocumentsTx, versionId: string): Promise<Omit<PartRow, 'content'>[]> {
  return await tx
    .selectFrom('documentParts')
    .where('versionId', '=', versionId)
    .select(['versionId', 'part', 'spaceId', 'kind', 'method', 'characters', 'confidence', 'garbage', 'notes'])
    .orderBy('part')
    .execute();
}

/** Moves a version from one of the given states to another; false when it was in none of them. */
export async function moveVersion(
  tx: DocumentsTx,
  versionId: string,
  from: readonly VersionState[],
  change: Partial<VersionRow> & { state: VersionState },
): Promise<boolean> {
  const result = await tx
    .updateTable('documentVersions')
    .set(change)
    .where('id', '=', versionId)
    .where('state', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function countByState(
  tx: DocumentsTx,
  spaceId: string,
): Promise<{ state: VersionState; count: number }[]> {
  const rows = await tx
    .selectFrom('documentVersions')
    .where('spaceId', '=', spaceId)
    .select(({ fn }) => ['state', fn.countAll<bigint>().as('count')] as const)
    .groupBy('state')
    .execute();
  return rows.map(({ state, count }) => ({ state, count: Number(count) }));
}

/**
 * Marks a document and everything that was cut out of it (attachments, embedded files) as going; returns all of their ids. Repeated until nothing
 * new is below: a reading may have been adding an attachment while the first round waited for its lock.
 */
export async function markDeleting(tx: DocumentsTx, documentId: string): Promise<string[]> {
  let marked: string[] = [];
  while (true) {
    const ids = await listTree(tx, documentId);
    if (ids.length === marked.length) return ids;
    marked = ids;
    await tx.updateTable('documents').set({ state: 'deleting' }).where('id', 'in', ids).execute();
  }
}

async function listTree(tx: DocumentsTx, documentId: string): Promise<string[]> {
  const tree = await tx
    .withRecursive('tree', (db) =>
      db
        .selectFrom('documents')
        .where('id', '=', documentId)
        .select('id')
        .unionAll((eb) =>
          eb.selectFrom('documents as child').innerJoin('tree', 'tree.id', 'child.parentDocumentId').select('child.id'),
        ),
    )
    .selectFrom('tree')
    .select('id')
    .execute();
  return tree.map((row) => row.id);
}

/** Holds a document in its state until the transaction ends; false when it is going or gone. */
export async function holdActive(tx: DocumentsTx, documentId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('documents')
    .where('id', '=', documentId)
    .where('state', '=', 'active')
    .select('id')
    .forShare()
    .executeTakeFirst();
  return row !== undefined;
}

/** Versions of the given documents that wait or are being read. */
export async function listUnfinishedVersions(tx: DocumentsTx, documentIds: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('documentVersions')
    .where('documentId', 'in', documentIds)
    .where('state', 'in', ['queued', 'reading'])
    .select('id')
    .execute();
  return rows.map((row) => row.id);
}

/** Those of the given versions that are the current one of an active document. */
export async function listCurrentVersions(
  tx: DocumentsTx,
  versionIds: readonly string[],
): Promise<{ id: string; day: number | null }[]> {
  if (versionIds.length === 0) return [];
  return await tx
    .selectFrom('documentVersions')
    .innerJoin('documents', (join) =>
      // By its key first: over the current versions of all documents, the planner reads every document.
      join
        .onRef('documents.id', '=', 'documentVersions.documentId')
        .onRef('documents.currentVersionId', '=', 'documentVersions.id'),
    )
    .where('documentVersions.id', 'in', versionIds)
    .where('documents.state', '=', 'active')
    .select(['documentVersions.id', 'documentVersions.day'])
    .execute();
}

/** Current versions of the active documents of a cell, with what the index keeps of them beside their passages. */
export async function listIndexedVersions(tx: DocumentsTx, cell: { spaceId: string; labelId: string }) {
  return await tx
    .selectFrom('documentVersions')
    .innerJoin('documents', 'documents.currentVersionId', 'documentVersions.id')
    .where('documents.spaceId', '=', cell.spaceId)
    .where('documentVersions.labelId', '=', cell.labelId)
    .where('documents.state', '=', 'active')
    .where('documentVersions.state', '=', 'ready')
    .select([
      'documentVersions.id',
      'documentVersions.language',
      'documentVersions.format',
      'documentVersions.day',
      'documents.folderId',
    ])
    .orderBy('documentVersions.id')
    .execute();
}
