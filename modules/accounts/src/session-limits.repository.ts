import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';
import type { SessionLimits } from './accounts.tables.ts';

/** Those that hold for a person now. */
export async function findLimitsOf(tx: AccountsTx, personId: string): Promise<SessionLimits> {
  const { rows } = await sql<SessionLimits>`
    select from_rank, idle_minutes, total_minutes, is_address_bound from limits_of_person(${personId})`.execute(tx);
  return rows[0]!;
}

export async function listLimits(tx: AccountsTx): Promise<SessionLimits[]> {
  return tx
    .selectFrom('sessionLimits')
    .select(['fromRank', 'idleMinutes', 'totalMinutes', 'isAddressBound'])
    .orderBy('fromRank')
    .execute();
}

export async function mayChangeLimits(tx: AccountsTx): Promise<boolean> {
  const { rows } = await sql<{ isAllowed: boolean }>`select may_change_session_limits() as is_allowed`.execute(tx);
  return rows[0]!.isAllowed;
}

/** The given ones in place of all before. */
export async function replaceLimits(tx: AccountsTx, limits: readonly SessionLimits[]): Promise<void> {
  await tx.deleteFrom('sessionLimits').execute();
  await tx
    .insertInto('sessionLimits')
    .values([...limits])
    .execute();
}
