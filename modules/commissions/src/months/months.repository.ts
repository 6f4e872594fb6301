import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type MonthState = 'open' | 'closing' | 'closed';

/** The states of months, made where there are none, held so that none begins to close before the transaction ends. */
export async function holdMonths(tx: Tx, months: readonly string[]): Promise<Map<string, MonthState>> {
  await sql`insert into commission_months (month) select m from unnest(${months}::text[]) m
    where not exists (select from commission_months c where c.month = m) order by 1 on conflict do nothing`.execute(tx);
  const found = await sql<{ month: string; state: MonthState }>`
    select month, state from commission_months where month = any (${months}::text[]) order by month for share`.execute(
    tx,
  );
  return new Map(found.rows.map(({ month, state }) => [month, state]));
}

/** What was counted for partners in months whose count is settled. */
export async function snapshotCounts(
  tx: Tx,
  wanted: readonly { partnerId: string; month: string }[],
): Promise<Map<string, number>> {
  const found = await sql<{ partnerId: string; month: string; counted: number }>`
    select partner_id, month, counted from partner_months
    where (partner_id, month) in (select * from unnest(${wanted.map(({ partnerId }) => partnerId)}::uuid[], ${wanted.map(({ month }) => month)}::text[]))`.execute(
    tx,
  );
  return new Map(found.rows.map(({ partnerId, month, counted }) => [`${partnerId} ${month}`, counted]));
}
