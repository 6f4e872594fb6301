import { sql } from 'kysely';
import type { DocumentsTx } from './documents.repository.ts';
import type { DocumentRow, PlaceRow } from './documents.tables.ts';

/** Oldest first: ids are UUIDv7. */
export async function listPlaces(tx: DocumentsTx, documentIds: readonly string[]): Promise<PlaceRow[]> {
  if (documentIds.length === 0) return [];
  return await tx
    .selectFrom('documentPlaces')
    .where('documentId', '=', (eb) => eb.fn.any(eb.val(documentIds)))
    .selectAll()
    .orderBy('createdAt')
    .orderBy('id')
    .execute();
}

/** Documents that lie, among other places maybe, below one of the given documents. */
export async function listPlacesBelow(tx: DocumentsTx, parentDocumentIds: readonly string[]): Promise<PlaceRow[]> {
  if (parentDocumentIds.length === 0) return [];
  return await tx
    .selectFrom('documentPlaces')
    .where('parentDocumentId', '=', (eb) => eb.fn.any(eb.val(parentDocumentIds)))
    .selectAll()
    .execute();
}

export async function listDocumentsOfPlaces(tx: DocumentsTx, placeIds: readonly string[]): Promise<string[]> {
  if (placeIds.length === 0) return [];
  const rows = await tx
    .selectFrom('documentPlaces')
    .where('id', '=', (eb) => eb.fn.any(eb.val(placeIds)))
    .select('documentId')
    .execute();
  return rows.map((row) => row.documentId);
}

/** Those of the given documents whose places lie in more than one folder; `inFolders`: and one of them in one of these. */
export async function listSpreadDocuments(
  tx: DocumentsTx,
  { among, inFolders = [] }: { among?: readonly string[]; inFolders?: readonly string[] },
): Promise<string[]> {
  const ids = among ?? inFolders;
  if (ids.length === 0) return [];
  const candidates = among
    ? sql`select unnest(${ids}::uuid[])`
    : sql`select document_id from document_places where folder_id = any(${ids}::uuid[])`;
  const { rows } = await sql<{ id: string }>`
    select document_id as id from document_places where document_id in (${candidates})
    group by document_id having ${isSpread}`.execute(tx);
  return rows.map((row) => row.id);
}

/** The root has no folder id, and counts as a folder. */
const isSpread = sql<boolean>`count(distinct coalesce(folder_id, document_id)) > 1`;

/** Locks active documents, always in the same order, so that two that want several of them do not wait in a circle. */
export async function lockDocuments(tx: DocumentsTx, documentIds: readonly string[]): Promise<DocumentRow[]> {
  if (documentIds.length === 0) return [];
  return await tx
    .selectFrom('documents')
    .where('id', '=', (eb) => eb.fn.any(eb.val(documentIds)))
    .where('state', '=', 'active')
    .selectAll()
    .orderBy('id')
    .forUpdate()
    .execute();
}

export async function insertPlaces(tx: DocumentsTx, places: readonly PlaceRow[]): Promise<void> {
  const of = <Key extends keyof PlaceRow>(key: Key) => places.map((place) => place[key]);
  if (places.length === 0) return;
  await sql`
    insert into document_places
      (id, document_id, space_id, parent_document_id, folder_id, file_name, place_fingerprint, created_by, created_at)
    select * from unnest(${of('id')}::uuid[], ${of('documentId')}::uuid[], ${of('spaceId')}::uuid[], ${of('parentDocumentId')}::uuid[],
      ${of('folderId')}::uuid[], ${of('fileName')}::bytea[], ${of('placeFingerprint')}::bytea[], ${of('createdBy')}::uuid[],
      ${of('createdAt')}::timestamptz[])`.execute(tx);
}

export async function deletePlaces(tx: DocumentsTx, placeIds: readonly string[]): Promise<void> {
  if (placeIds.length === 0) return;
  await tx
    .deleteFrom('documentPlaces')
    .where('id', '=', (eb) => eb.fn.any(eb.val(placeIds)))
    .execute();
}

/** Marks documents as going and frees their places, which others may take at once. Which were marked: those that the database lets this person change. */
export async function markGoing(tx: DocumentsTx, documentIds: readonly string[]): Promise<string[]> {
  // Before their places go: those say whose the documents are.
  const marked = await tx
    .updateTable('documents')
    .set({ state: 'deleting' })
    .where('id', '=', (eb) => eb.fn.any(eb.val(documentIds)))
    .returning('id')
    .execute();
  await tx
    .deleteFrom('documentPlaces')
    .where('documentId', '=', (eb) => eb.fn.any(eb.val(documentIds)))
    .execute();
  return marked.map(({ id }) => id);
}

export type MainPlace = Pick<
  DocumentRow,
  'folderId' | 'parentDocumentId' | 'fileName' | 'placeFingerprint' | 'updatedAt'
>;

export async function updateMainPlace(tx: DocumentsTx, documentId: string, place: MainPlace): Promise<void> {
  await tx
    .updateTable('documents')
    .set(({ eb }) => ({ ...place, version: eb('version', '+', 1) }))
    .where('id', '=', documentId)
    .execute();
}

/**
 * Puts the current versions of documents in line for another reading; their text stays searchable meanwhile. Those that are being read now are
 * left out: they look up their places when they are published.
 */
export async function requeueCurrent(tx: DocumentsTx, documentIds: readonly string[]): Promise<string[]> {
  if (documentIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    update document_versions set state = 'queued', attempts = 0, finished_at = null
    from documents
    where documents.id = any(${documentIds}::uuid[]) and document_versions.id = documents.current_version_id
      and document_versions.state = 'ready'
    returning document_versions.id`.execute(tx);
  return rows.map((row) => row.id);
}
