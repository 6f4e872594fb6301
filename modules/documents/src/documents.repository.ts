import type { Tx } from '@nexus/db';
import type { ExpressionBuilder } from 'kysely';
import type { DocumentRow, DocumentsTables, PartRow, VersionRow, VersionState } from './documents.tables.ts';

export type DocumentsTx = Tx<DocumentsTables>;

/** A document with the version that is shown: the current one, or while there is none yet, the newest. */
export type DocumentWithVersion = { document: DocumentRow; latest: VersionRow };

export type DocumentFilter = {
  state?: VersionState | undefined;
  folderId?: string | undefined;
  format?: string | undefined;
};

/** A space, and what of it is looked at. */
export type SpaceReach = { spaceId: string; labelIds: readonly string[] };

/** Newest first; ids are UUIDv7, so their order is the order of arrival. */
export async function listDocuments(
  tx: DocumentsTx,
  { spaceId, labelIds }: SpaceReach,
  filter: DocumentFilter,
  page: { limit: number; beforeId: string | null },
): Promise<DocumentWithVersion[]> {
  const { state, format } = filter;
  let query = tx
    .selectFrom('documents')
    .where('documents.spaceId', '=', spaceId)
    .where('documents.labelId', '=', (eb) => eb.fn.any(eb.val(labelIds)))
    .where('documents.state', '=', 'active')
    // Asked of each document in its turn, and only when it decides: a page of a hundred then looks at little more than a hundred.
    .$if(state !== undefined || format !== undefined, (documents) =>
      documents.innerJoinLateral(newestVersion, (join) => {
        let on = join.onTrue();
        if (state !== undefined) on = on.on('newest.state', '=', state);
        if (format !== undefined) on = on.on('newest.format', '=', format);
        return on;
      }),
    )
    .select('documents.id')
    .orderBy('documents.id', 'desc')
    .limit(page.limit + 1);
  if (page.beforeId) query = query.where('documents.id', '<', page.beforeId);
  if (filter.folderId) {
    const { folderId } = filter;
    query = query.where('documents.id', 'in', ({ selectFrom }) =>
      selectFrom('documentPlaces').where('folderId', '=', folderId).select('documentId'),
    );
  }
  const ids = (await query.execute()).map((row) => row.id);
  return await findDocuments(tx, ids);
}

const newestVersion = (eb: ExpressionBuilder<DocumentsTables, 'documents'>) =>
  eb
    .selectFrom('documentVersions as version')
    .whereRef('version.documentId', '=', 'documents.id')
    .select(['version.state', 'version.format'])
    .orderBy('version.number', 'desc')
    .limit(1)
    .as('newest');

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
  { spaceId, labelIds }: SpaceReach,
): Promise<{ state: VersionState; count: number }[]> {
  const rows = await tx
    .selectFrom('documentVersions')
    .where('spaceId', '=', spaceId)
    .where('labelId', '=', (eb) => eb.fn.any(eb.val(labelIds)))
    .select(({ fn }) => ['state', fn.countAll<bigint>().as('count')] as const)
    .groupBy('state')
    .execute();
  return rows.map(({ state, count }) => ({ state, count: Number(count) }));
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
  if (documentIds.length === 0) return [];
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
      'documentVersions.documentId',
      'documentVersions.language',
      'documentVersions.format',
      'documentVersions.day',
      'documents.folderId',
    ])
    .orderBy('documentVersions.id')
    .execute();
}

/** Bytes of all versions that are kept, as they were brought. */
export async function sumStoredBytes(tx: DocumentsTx): Promise<bigint> {
  const { sum } = await tx
    .selectFrom('documentVersions')
    .innerJoin('documents', 'documents.id', 'documentVersions.documentId')
    .where('documents.state', '=', 'active')
    .select((eb) => eb.fn.coalesce(eb.fn.sum<string>('documentVersions.sizeBytes'), eb.val('0')).as('sum'))
    .executeTakeFirstOrThrow();
  return BigInt(sum);
}
