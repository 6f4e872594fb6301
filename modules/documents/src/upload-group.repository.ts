import { sql } from 'kysely';
import type { DocumentsTx } from './documents.repository.ts';
import type { DocumentRow, PlaceRow, VersionRow } from './documents.tables.ts';
import { listPlaces, lockDocuments } from './places.repository.ts';

/** A document that an upload may concern, locked: its newest version and all of its places. */
export type KnownDocument = {
  document: DocumentRow;
  newest: Pick<VersionRow, 'id' | 'number' | 'state' | 'contentFingerprint' | 'createdAt'>;
  places: PlaceRow[];
};

export type UploadPrints = { contentFingerprint: Buffer; placeFingerprint: Buffer };

/**
 * Lets uploads of the same bytes, and then uploads to the same place, go one after the other, so that twins meet as duplicates and rivals as
 * versions. Always in this order, and each kind in the order of its numbers, so nobody waits in a circle.
 */
export async function lockUploads(tx: DocumentsTx, uploads: readonly UploadPrints[]): Promise<void> {
  const contents = uploads.map((upload) => upload.contentFingerprint.readBigInt64BE(0));
  const places = uploads.map((upload) => upload.placeFingerprint.readBigInt64BE(0));
  const keys = [...inOrder(contents), ...inOrder(places)];
  await sql`select pg_advisory_xact_lock(key) from unnest(${keys}::bigint[]) as key`.execute(tx);
}

function inOrder(keys: readonly bigint[]): bigint[] {
  return [...new Set(keys)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * Active documents of the space and label that hold one of the contents or one of the places, oldest content first. What carries another label
 * is never looked at: whether it is there would else be told to whoever uploads.
 */
export async function findKnownDocuments(
  tx: DocumentsTx,
  { spaceId, labelId }: { spaceId: string; labelId: string },
  uploads: readonly UploadPrints[],
): Promise<KnownDocument[]> {
  const { rows } = await sql<{ id: string }>`
    select document_id as id from document_versions
      where space_id = ${spaceId} and label_id = ${labelId} and content_fingerprint = any(${uploads.map((upload) => upload.contentFingerprint)}::bytea[])
    union
    select document_id from document_places
      where space_id = ${spaceId} and label_id = ${labelId} and place_fingerprint = any(${uploads.map((upload) => upload.placeFingerprint)}::bytea[])`.execute(
    tx,
  );
  if (rows.length === 0) return [];
  const documents = await lockDocuments(
    tx,
    rows.map((row) => row.id),
  );
  const ids = documents.map((document) => document.id);
  if (ids.length === 0) return [];
  // Read after the lock: what others changed before is seen.
  const versions = await tx
    .selectFrom('documentVersions')
    .distinctOn('documentId')
    .where('documentId', '=', (eb) => eb.fn.any(eb.val(ids)))
    .select(['id', 'documentId', 'number', 'state', 'contentFingerprint', 'createdAt'])
    .orderBy('documentId')
    .orderBy('number', 'desc')
    .execute();
  const places = Map.groupBy(await listPlaces(tx, ids), (place) => place.documentId);
  const newestOf = new Map(versions.map((version) => [version.documentId, version]));
  return documents
    .flatMap((document) => {
      const newest = newestOf.get(document.id);
      return newest ? [{ document, newest, places: places.get(document.id) ?? [] }] : [];
    })
    .sort((a, b) => a.newest.createdAt.getTime() - b.newest.createdAt.getTime());
}

/** Arrays instead of thousands of parameters; the columns that a new document leaves empty are left to their defaults. */
export async function insertDocuments(tx: DocumentsTx, documents: readonly DocumentRow[]): Promise<void> {
  const of = <Key extends keyof DocumentRow>(key: Key) => documents.map((document) => document[key]);
  if (documents.length === 0) return;
  await sql`
    insert into documents (id, space_id, label_id, folder_id, parent_document_id, file_name, place_fingerprint, created_by, created_at, updated_at)
    select id, space_id, label_id, folder_id, parent_document_id, file_name, place_fingerprint, created_by, created_at, created_at
    from unnest(${of('id')}::uuid[], ${of('spaceId')}::uuid[], ${of('labelId')}::uuid[], ${of('folderId')}::uuid[],
      ${of('parentDocumentId')}::uuid[], ${of('fileName')}::bytea[], ${of('placeFingerprint')}::bytea[], ${of('createdBy')}::uuid[],
      ${of('createdAt')}::timestamptz[])
      as fresh (id, space_id, label_id, folder_id, parent_document_id, file_name, place_fingerprint, created_by, created_at)`.execute(
    tx,
  );
}

export type NewVersion = Pick<
  VersionRow,
  | 'id'
  | 'documentId'
  | 'number'
  | 'spaceId'
  | 'labelId'
  | 'blobId'
  | 'blobKeyId'
  | 'sizeBytes'
  | 'contentFingerprint'
  | 'createdBy'
  | 'createdAt'
>;

/** Versions that wait to be read. */
export async function insertVersions(tx: DocumentsTx, versions: readonly NewVersion[]): Promise<void> {
  const of = <Key extends keyof NewVersion>(key: Key) => versions.map((version) => version[key]);
  if (versions.length === 0) return;
  await sql`
    insert into document_versions
      (id, document_id, number, space_id, label_id, blob_id, blob_key_id, size_bytes, content_fingerprint, created_by, created_at, state)
    select fresh.*, 'queued'
    from unnest(${of('id')}::uuid[], ${of('documentId')}::uuid[], ${of('number')}::int[], ${of('spaceId')}::uuid[],
      ${of('labelId')}::uuid[], ${of('blobId')}::uuid[], ${of('blobKeyId')}::bytea[], ${of('sizeBytes')}::bigint[], ${of('contentFingerprint')}::bytea[],
      ${of('createdBy')}::uuid[], ${of('createdAt')}::timestamptz[]) as fresh`.execute(tx);
}

export async function touchDocuments(tx: DocumentsTx, documentIds: readonly string[], updatedAt: Date): Promise<void> {
  if (documentIds.length === 0) return;
  await tx
    .updateTable('documents')
    .set(({ eb }) => ({ updatedAt, version: eb('version', '+', 1) }))
    .where('id', '=', (eb) => eb.fn.any(eb.val(documentIds)))
    .execute();
}
