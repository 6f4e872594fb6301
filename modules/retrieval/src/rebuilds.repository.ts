import { sql } from 'kysely';
import type { Cell, RetrievalTx } from './retrieval.repository.ts';
import type { IndexRebuildRow, RebuildState } from './retrieval.tables.ts';

/** Ids and sizes of every cell, for administrators; empty for everybody else. */
export async function listCellsForAdministrator(tx: RetrievalTx): Promise<(Cell & { passages: bigint })[]> {
  const { rows } = await sql<Cell & { passages: bigint }>`select * from list_index_cells()`.execute(tx);
  return rows;
}

/** False when a rebuild of this cell is waiting or running already. */
export async function insertRebuild(tx: RetrievalTx, rebuild: IndexRebuildRow): Promise<boolean> {
  const result = await tx
    .insertInto('indexRebuilds')
    .values(rebuild)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

/** Newest first. */
export async function listRebuilds(tx: RetrievalTx, limit: number): Promise<IndexRebuildRow[]> {
  return await tx.selectFrom('indexRebuilds').selectAll().orderBy('id', 'desc').limit(limit).execute();
}

export async function findRebuild(tx: RetrievalTx, rebuildId: string): Promise<IndexRebuildRow | null> {
  return (await tx.selectFrom('indexRebuilds').where('id', '=', rebuildId).selectAll().executeTakeFirst()) ?? null;
}

export async function moveRebuild(
  tx: RetrievalTx,
  rebuildId: string,
  from: readonly RebuildState[],
  change: { state: RebuildState; finishedAt?: Date; passagesDone?: bigint },
): Promise<boolean> {
  const result = await tx
    .updateTable('indexRebuilds')
    .set(change)
    .where('id', '=', rebuildId)
    .where('state', 'in', from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function listOpenRebuildIds(tx: RetrievalTx): Promise<string[]> {
  const rows = await tx.selectFrom('indexRebuilds').where('state', 'in', ['queued', 'running']).select('id').execute();
  return rows.map((row) => row.id);
}
