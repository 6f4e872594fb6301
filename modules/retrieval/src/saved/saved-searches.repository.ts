import type { Tx } from '@nexus/db';
import type { RetrievalTables, SavedSearchRow } from '../retrieval.tables.ts';

export type SavedTx = Tx<RetrievalTables>;

/** Newest first. */
export async function listSavedSearches(tx: SavedTx, personId: string): Promise<SavedSearchRow[]> {
  return await tx
    .selectFrom('savedSearches')
    .where('personId', '=', personId)
    .selectAll()
    .orderBy('id', 'desc')
    .execute();
}

export async function findSavedSearch(tx: SavedTx, personId: string, id: string): Promise<SavedSearchRow | null> {
  const row = await tx
    .selectFrom('savedSearches')
    .where('personId', '=', personId)
    .where('id', '=', id)
    .selectAll()
    .executeTakeFirst();
  return row ?? null;
}

export async function insertSavedSearch(tx: SavedTx, row: SavedSearchRow): Promise<void> {
  await tx.insertInto('savedSearches').values(row).execute();
}

export async function updateSavedSearch(
  tx: SavedTx,
  id: string,
  change: Partial<Pick<SavedSearchRow, 'watched' | 'seen' | 'seenAt' | 'createdAt'>>,
): Promise<void> {
  await tx.updateTable('savedSearches').set(change).where('id', '=', id).execute();
}

export async function deleteSavedSearch(tx: SavedTx, personId: string, id: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('savedSearches')
    .where('personId', '=', personId)
    .where('id', '=', id)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}
