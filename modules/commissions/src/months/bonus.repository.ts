import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type Goal = { partnerId: string; quarter: string; currency: string; goalMinor: bigint };

export async function upsertGoal(tx: Tx, goal: Goal & { agreedBy: string; agreedAt: Date }): Promise<boolean> {
  const result = await sql`
    insert into quarter_goals (partner_id, quarter, currency, goal_minor, agreed_by, agreed_at)
    values (${goal.partnerId}, ${goal.quarter}, ${goal.currency}, ${goal.goalMinor}, ${goal.agreedBy}, ${goal.agreedAt})
    on conflict (partner_id, quarter, currency) do update set goal_minor = excluded.goal_minor, agreed_by = excluded.agreed_by, agreed_at = excluded.agreed_at
    where not exists (select from quarter_bonuses b where b.partner_id = excluded.partner_id and b.quarter = excluded.quarter and b.currency = excluded.currency)`.execute(
    tx,
  );
  return result.numAffectedRows === 1n;
}

export async function closedAmong(tx: Tx, months: readonly string[]): Promise<number> {
  const found = await sql<{ count: number }>`
    select count(*)::integer as count from commission_months where month = any (${months}::text[]) and state = 'closed'`.execute(
    tx,
  );
  return found.rows[0]!.count;
}

export type QuarterFacts = Goal & { netMinor: bigint; countedMinor: bigint };

/** Goals of a quarter without a bonus decision, with what was sold (less refunds) and what the sales' commissions come to now. */
export async function takeUndecidedGoals(tx: Tx, quarter: string, months: readonly string[]): Promise<QuarterFacts[]> {
  await sql`select 1 from quarter_goals where quarter = ${quarter} order by partner_id, currency for update`.execute(
    tx,
  );
  const found = await sql<QuarterFacts>`
    select g.partner_id, g.quarter, g.currency, g.goal_minor, coalesce(f.net, 0)::bigint as net_minor, coalesce(f.counted, 0)::bigint as counted_minor
    from quarter_goals g
    left join lateral (
      select sum(l.net_minor - coalesce((select sum(r.minor) from sale_refund_lines r where r.sale_line_id = l.id), 0)) as net,
        sum((select coalesce(sum(c.amount_minor), 0) from commission_lines c where c.sale_line_id = l.id and c.kind <> 'revenue_share')) as counted
      from sales s join sale_lines l on l.sale_id = s.id
      where s.partner_id = g.partner_id and s.currency = g.currency and s.month = any (${months}::text[])) f on true
    where g.quarter = ${quarter}
      and not exists (select from quarter_bonuses b where b.partner_id = g.partner_id and b.quarter = g.quarter and b.currency = g.currency)
    order by g.partner_id, g.currency`.execute(tx);
  return found.rows;
}

export async function insertBonus(
  tx: Tx,
  bonus: { partnerId: string; quarter: string; currency: string },
  month: string,
): Promise<void> {
  await sql`
    insert into quarter_bonuses (partner_id, quarter, currency, line_id)
    select ${bonus.partnerId}, ${bonus.quarter}, ${bonus.currency}, max(id) from commission_lines
    where beneficiary_id = ${bonus.partnerId} and month = ${month} and currency = ${bonus.currency} and kind = 'bonus'`.execute(
    tx,
  );
}
