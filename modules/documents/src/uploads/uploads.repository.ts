import type { PieceRow, UploadRow, UploadsTx } from './uploads.tables.ts';

export async function insertUpload(tx: UploadsTx, row: UploadRow): Promise<void> {
  await tx.insertInto('unfinishedUploads').values(row).execute();
}

export async function findUpload(tx: UploadsTx, uploadId: string): Promise<UploadRow | null> {
  const row = await tx.selectFrom('unfinishedUploads').where('id', '=', uploadId).selectAll().executeTakeFirst();
  return row ?? null;
}

/** How many uploads the person has begun and not finished. */
export async function countOpenUploads(tx: UploadsTx, personId: string): Promise<number> {
  const row = await tx
    .selectFrom('unfinishedUploads')
    .where('createdBy', '=', personId)
    .where('outcome', 'is', null)
    .select(({ fn }) => fn.countAll<bigint>().as('count'))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

/** Appends a piece where the upload stands; false when it stands elsewhere by now, because somebody else was faster. */
export async function appendPiece(tx: UploadsTx, piece: PieceRow, touchedAt: Date): Promise<boolean> {
  const moved = await tx
    .updateTable('unfinishedUploads')
    .set({ receivedBytes: piece.startByte + piece.sizeBytes, touchedAt })
    .where('id', '=', piece.uploadId)
    .where('receivedBytes', '=', piece.startByte)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  if (moved.numUpdatedRows !== 1n) return false;
  await tx.insertInto('uploadPieces').values(piece).execute();
  return true;
}

/** In the order of the file. */
export async function listPieces(tx: UploadsTx, uploadId: string): Promise<PieceRow[]> {
  return await tx
    .selectFrom('uploadPieces')
    .where('uploadId', '=', uploadId)
    .selectAll()
    .orderBy('startByte')
    .execute();
}

/** Remembers what became of the file and forgets its pieces; false when that was done already. */
export async function settleUpload(
  tx: UploadsTx,
  uploadId: string,
  outcome: { documentId: string; versionId: string; outcome: string },
  touchedAt: Date,
): Promise<boolean> {
  const settled = await tx
    .updateTable('unfinishedUploads')
    .set({ ...outcome, touchedAt })
    .where('id', '=', uploadId)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  await tx.deleteFrom('uploadPieces').where('uploadId', '=', uploadId).execute();
  return settled.numUpdatedRows === 1n;
}

export async function deleteUpload(tx: UploadsTx, uploadId: string): Promise<void> {
  await tx.deleteFrom('unfinishedUploads').where('id', '=', uploadId).execute();
}

/** Uploads that nobody has gone on with since; finished ones are remembered for a repeated question only. */
export async function listStaleUploads(tx: UploadsTx, before: Date): Promise<{ id: string }[]> {
  return await tx.selectFrom('unfinishedUploads').where('touchedAt', '<', before).select('id').limit(500).execute();
}

/** Those of the given blobs that a piece names. */
export async function listKnownPieces(tx: UploadsTx, blobIds: readonly string[]): Promise<string[]> {
  if (blobIds.length === 0) return [];
  const rows = await tx
    .selectFrom('uploadPieces')
    .where('blobId', '=', (eb) => eb.fn.any(eb.val(blobIds)))
    .select('blobId')
    .execute();
  return rows.map(({ blobId }) => blobId);
}
