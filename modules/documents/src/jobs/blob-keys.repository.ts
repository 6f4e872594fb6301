import { type QueryExecutorProvider, sql } from 'kysely';

/** An open transaction, whatever tables it is typed with. */
export type AnyTx = QueryExecutorProvider;

/** Both kinds of blobs that rows name: originals, and pieces of uploads that are under way. */
export type BlobKind = 'version' | 'piece';

const tables = { version: sql.table('document_versions'), piece: sql.table('upload_pieces') };

const spaceOf = (kind: BlobKind, spaceId: string) =>
  kind === 'version'
    ? sql`space_id = ${spaceId}`
    : sql`upload_id in (select id from unfinished_uploads where space_id = ${spaceId})`;

/** Blobs of the space that another key sealed, in order behind the given one. */
export async function listBlobsOfOtherKeys(
  tx: QueryExecutorProvider,
  kind: BlobKind,
  { spaceId, keyId, after, limit }: { spaceId: string; keyId: Buffer; after: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ blobId: string }>`
    select blob_id as "blobId" from ${tables[kind]}
    where ${spaceOf(kind, spaceId)} and blob_key_id is distinct from ${keyId} and blob_id > ${after}::uuid
    order by blob_id limit ${limit}`.execute(tx);
  return rows.map(({ blobId }) => blobId);
}

export async function countBlobsOfOtherKeys(
  tx: QueryExecutorProvider,
  kind: BlobKind,
  spaceId: string,
  keyId: Buffer,
): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*)::text as count from ${tables[kind]}
    where ${spaceOf(kind, spaceId)} and blob_key_id is distinct from ${keyId}`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}

/** False when the row is gone, or names another blob by now. */
export async function replaceBlob(
  tx: QueryExecutorProvider,
  kind: BlobKind,
  old: string,
  next: { blobId: string; keyId: Buffer },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update ${tables[kind]} set blob_id = ${next.blobId}, blob_key_id = ${next.keyId} where blob_id = ${old}`.execute(
    tx,
  );
  return numAffectedRows !== undefined && numAffectedRows > 0n;
}

export async function listBlobsOfSpace(tx: QueryExecutorProvider, kind: BlobKind, spaceId: string): Promise<string[]> {
  const { rows } = await sql<{ blobId: string }>`
    select blob_id as "blobId" from ${tables[kind]} where ${spaceOf(kind, spaceId)}`.execute(tx);
  return rows.map(({ blobId }) => blobId);
}
