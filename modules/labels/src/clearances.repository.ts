import { sql } from 'kysely';
import type { LabelsTx } from './labels.repository.ts';
import type { ClearanceHistoryRow, ClearanceRow } from './labels.tables.ts';

/** Rows that were given; whoever has none holds the baseline. Empty for everybody but officers, besides their own. */
export async function listClearances(tx: LabelsTx): Promise<ClearanceRow[]> {
  return await tx.selectFrom('clearances').selectAll().orderBy('personId').execute();
}

export async function findClearance(tx: LabelsTx, personId: string): Promise<ClearanceRow | null> {
  return (await tx.selectFrom('clearances').where('personId', '=', personId).selectAll().executeTakeFirst()) ?? null;
}

/** Newest first. */
export async function listHistory(tx: LabelsTx, personId: string, limit: number): Promise<ClearanceHistoryRow[]> {
  return await tx
    .selectFrom('clearanceHistory')
    .where('personId', '=', personId)
    .selectAll()
    .orderBy('recordedAt', 'desc')
    .limit(limit)
    .execute();
}

/** False when the row was changed since `expectedVersion`; 0 for a row that is not there yet. */
export async function saveClearance(
  tx: LabelsTx,
  clearance: Omit<ClearanceRow, 'version'>,
  expectedVersion: number,
): Promise<boolean> {
  const { personId, ...change } = clearance;
  if (expectedVersion === 0) {
    const result = await tx
      .insertInto('clearances')
      .values({ ...clearance, version: 1 })
      .onConflict((conflict) => conflict.column('personId').doNothing())
      .executeTakeFirst();
    return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
  }
  const result = await tx
    .updateTable('clearances')
    .set({ ...change, version: expectedVersion + 1 })
    .where('personId', '=', personId)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** The clearance that holds for somebody, for an officer; null for everybody else and for whoever has none. */
export async function findClearanceForOfficer(
  tx: LabelsTx,
  personId: string,
): Promise<{ rank: number; compartments: string[]; groupId: string | null } | null> {
  const { rows } = await sql<{ rank: number; compartments: string[]; groupId: string | null }>`
    select rank, compartments, group_id as "groupId" from clearance_for_officer(${personId}::uuid)`.execute(tx);
  return rows[0] ?? null;
}
