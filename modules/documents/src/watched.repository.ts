import type { DocumentsTx } from './documents.repository.ts';
import type { WatchedFileRow, WatchedFolderRow } from './documents.tables.ts';

export async function insertWatchedFolder(tx: DocumentsTx, folder: WatchedFolderRow): Promise<void> {
  await tx.insertInto('watchedFolders').values(folder).execute();
}

export async function listWatchedFolders(tx: DocumentsTx, spaceId: string | null): Promise<WatchedFolderRow[]> {
  let query = tx.selectFrom('watchedFolders').selectAll().orderBy('id');
  if (spaceId) query = query.where('spaceId', '=', spaceId);
  return await query.execute();
}

export async function deleteWatchedFolder(tx: DocumentsTx, spaceId: string, watchedFolderId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('watchedFolders')
    .where('id', '=', watchedFolderId)
    .where('spaceId', '=', spaceId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function updateWatchedFolder(
  tx: DocumentsTx,
  watchedFolderId: string,
  change: Pick<WatchedFolderRow, 'state' | 'scannedAt'>,
): Promise<void> {
  await tx.updateTable('watchedFolders').set(change).where('id', '=', watchedFolderId).execute();
}

export async function listWatchedFiles(tx: DocumentsTx, watchedFolderId: string): Promise<WatchedFileRow[]> {
  return await tx.selectFrom('watchedFiles').where('watchedFolderId', '=', watchedFolderId).selectAll().execute();
}

export async function upsertWatchedFile(tx: DocumentsTx, file: WatchedFileRow): Promise<void> {
  const { sizeBytes, modifiedMs, documentId } = file;
  await tx
    .insertInto('watchedFiles')
    .values(file)
    .onConflict((conflict) =>
      conflict.columns(['watchedFolderId', 'pathFingerprint']).doUpdateSet({ sizeBytes, modifiedMs, documentId }),
    )
    .execute();
}
