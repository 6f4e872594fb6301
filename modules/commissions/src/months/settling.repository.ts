import type { Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { MonthState } from './months.repository.ts';

export type MonthRow = { month: string; state: MonthState; closingAt: Date | null; closedAt: Date | null };

export async function listMonths(tx: Tx): Promise<MonthRow[]> {
  return (
    await sql<MonthRow>`select month, state, closing_at, closed_at from commission_months order by month desc limit 200`.execute(
      tx,
    )
  ).rows;
}

/** Waits for everybody who is posting in the month; from then on new facts go to the next. @returns the state that it has now */
export async function beginClosing(tx: Tx, month: string, at: Date): Promise<MonthState> {
  await sql`insert into commission_months (month) values (${month}) on conflict do nothing`.execute(tx);
  const found = await sql<{
    state: MonthState;
  }>`select state from commission_months where month = ${month} for update`.execute(tx);
  const { state } = found.rows[0]!;
  if (state !== 'open') return state;
  await sql`update commission_months set state = 'closing', closing_at = ${at} where month = ${month}`.execute(tx);
  return 'closing';
}

export async function earliestOpenBefore(tx: Tx, month: string): Promise<string | null> {
  const found = await sql<{ month: string | null }>`
    select min(month) as month from commission_months where month < ${month} and state <> 'closed'`.execute(tx);
  return found.rows[0]!.month;
}

export async function markClosed(tx: Tx, month: string, at: Date, by: string | null): Promise<void> {
  await sql`update commission_months set state = 'closed', closed_at = ${at}, closed_by = ${by} where month = ${month} and state = 'closing'`.execute(
    tx,
  );
}

export type PartnerCount = { partnerId: string; counted: number; refundedInFull: number };

/** The next partners of a month without a snapshot, held, in the order of their ids. */
export async function takeUnsettled(tx: Tx, month: string, limit: number): Promise<PartnerCount[]> {
  // Of two that close the same month, one waits and then sees what the other settled.
  await sql`select pg_advisory_xact_lock(hashtextextended('nexus.commissions.settle', 0))`.execute(tx);
  const found = await sql<PartnerCount>`
    select p.partner_id, p.counted, p.refunded_in_full from partner_months p
    where p.month = ${month} and p.partner_id > coalesce((select partner_id from month_snapshots where month = ${month} order by partner_id desc limit 1),
      '00000000-0000-0000-0000-000000000000'::uuid)
    order by p.partner_id limit ${limit} for update of p`.execute(tx);
  return found.rows;
}

/** As whom, and under which plan, partners sold in the month; the last of each partner is its standing at the end. */
export type Standing = { partnerId: string; kind: string; certification: string | null; planNumber: number };

export async function listStandings(tx: Tx, month: string, partnerIds: readonly string[]): Promise<Standing[]> {
  const found = await sql<Standing>`
    select partner_id, partner_kind as kind, certification, plan_number from sales
    where month = ${month} and partner_id = any (${partnerIds}::uuid[])
    group by partner_id, partner_kind, certification, plan_number order by partner_id, max(paid_at), plan_number, partner_kind, certification`.execute(
    tx,
  );
  return found.rows;
}

export type LineToSettle = {
  saleLineId: bigint;
  partnerId: string;
  currency: string;
  paidAt: Date;
  planNumber: number;
  kind: string;
  certification: string | null;
  netMinor: bigint;
  directRatePpm: number;
  directMinor: bigint;
  countedMinor: bigint;
  isCut: boolean;
  releaseAt: Date;
  refundedMinor: bigint;
  entitledPpm: number;
};

const lineColumns = sql`l.id as sale_line_id, s.partner_id, s.currency, s.paid_at, s.plan_number, s.partner_kind as kind, s.certification, l.net_minor, l.direct_rate_ppm,
  l.direct_minor, l.counted_minor, l.is_cut, l.release_at,
  coalesce((select sum(r.minor) from sale_refund_lines r where r.sale_line_id = l.id), 0)::bigint as refunded_minor`;

/** Lines that accrued another rate than the one which their partner is entitled to. */
export async function listLinesOffRate(
  tx: Tx,
  month: string,
  rates: readonly (Standing & { entitledPpm: number })[],
): Promise<LineToSettle[]> {
  const column = <K extends keyof (typeof rates)[number]>(name: K) => rates.map((rate) => rate[name]);
  const found = await sql<LineToSettle>`
    select ${lineColumns}, w.rate as entitled_ppm
    from unnest(${column('partnerId')}::uuid[], ${column('kind')}::text[], ${column('certification')}::text[], ${column('planNumber')}::integer[],
      ${column('entitledPpm')}::integer[]) as w (partner, kind, certification, plan, rate)
    join sales s on s.month = ${month} and s.partner_id = w.partner and s.partner_kind = w.kind and s.certification is not distinct from w.certification
      and s.plan_number = w.plan
    join sale_lines l on l.sale_id = s.id
    where l.direct_rate_ppm <> w.rate and not l.is_late
    order by s.partner_id, s.paid_at, s.external_id, l.ordinal`.execute(tx);
  return found.rows;
}

export type SaleToCount = {
  partnerId: string;
  key: string;
  paidAt: Date;
  counts: boolean;
  refundedInFullAt: Date | null;
};

/** Every sale of partners whose month has to be counted in the order of payment. */
export async function listSalesToCount(
  tx: Tx,
  month: string,
  partnerIds: readonly string[],
  monthEnd: Date,
): Promise<SaleToCount[]> {
  const found = await sql<SaleToCount>`
    select s.partner_id, s.external_id as key, s.paid_at, exists (select from counted_orders c where c.sale_id = s.id) as counts,
      (select min(r.occurred_at) from sale_refunds r where r.sale_id = s.id and r.is_full and r.occurred_at < ${monthEnd}) as refunded_in_full_at
    from sales s where s.month = ${month} and s.partner_id = any (${partnerIds}::uuid[])`.execute(tx);
  return found.rows;
}

export async function listAllLines(
  tx: Tx,
  month: string,
  partnerIds: readonly string[],
): Promise<(Omit<LineToSettle, 'entitledPpm'> & { key: string })[]> {
  const found = await sql<Omit<LineToSettle, 'entitledPpm'> & { key: string }>`
    select ${lineColumns}, s.external_id as key from sales s join sale_lines l on l.sale_id = s.id
    where s.month = ${month} and s.partner_id = any (${partnerIds}::uuid[]) and l.direct_rate_ppm is not null and not l.is_late
    order by s.partner_id, s.paid_at, s.external_id, l.ordinal`.execute(tx);
  return found.rows;
}

export type NewSnapshot = {
  partnerId: string;
  salesCounted: number;
  kind: string;
  certification: string | null;
  tier: string | null;
  planNumber: number;
};

export async function insertSnapshots(
  tx: Tx,
  month: string,
  takenAt: Date,
  snapshots: readonly NewSnapshot[],
): Promise<void> {
  const column = <K extends keyof NewSnapshot>(name: K) => snapshots.map((snapshot) => snapshot[name]);
  await sql`insert into month_snapshots (partner_id, month, sales_counted, kind, certification, tier, plan_number, taken_at)
    select p, ${month}, c, k, e, t, n, ${takenAt} from unnest(${column('partnerId')}::uuid[], ${column('salesCounted')}::integer[], ${column('kind')}::text[],
      ${column('certification')}::text[], ${column('tier')}::text[], ${column('planNumber')}::integer[]) as w (p, c, k, e, t, n)`.execute(
    tx,
  );
}

/** What each partner earned and gave back in a month, with the first and last of its lines. One pass over the month's lines. */
export async function insertStatements(tx: Tx, month: string, madeAt: Date): Promise<number> {
  const result = await sql`
    insert into month_statements (partner_id, month, currency, earned_minor, reversed_minor, line_count, first_line, last_line, made_at)
    select beneficiary_id, ${month}, currency, coalesce(sum(amount_minor) filter (where ordinal = 0), 0), coalesce(sum(amount_minor) filter (where ordinal > 0), 0),
      count(*), min(id), max(id), ${madeAt}
    from commission_lines where month = ${month} group by beneficiary_id, currency
    on conflict do nothing`.execute(tx);
  return Number(result.numAffectedRows ?? 0n);
}

/** Holds every account that has something to release, and says how much. */
export async function takeDueReleases(
  tx: Tx,
  through: Date,
): Promise<{ partnerId: string; currency: string; minor: bigint; releasedThrough: Date }[]> {
  await sql`set local work_mem = '64MB'`.execute(tx);
  await sql`select 1 from commission_accounts where released_through < ${through} order by partner_id, currency for update`.execute(
    tx,
  );
  const found = await sql<{ partnerId: string; currency: string; minor: bigint; releasedThrough: Date }>`
    select a.partner_id, a.currency, sum(l.amount_minor)::bigint as minor, a.released_through
    from commission_lines l join commission_accounts a on a.partner_id = l.beneficiary_id and a.currency = l.currency
    where l.release_at > (select min(released_through) from commission_accounts) and l.release_at <= ${through}
      and l.release_at > a.released_through
    group by a.partner_id, a.currency, a.released_through order by a.partner_id, a.currency`.execute(tx);
  return found.rows;
}

export async function moveReleases(tx: Tx, through: Date): Promise<void> {
  await sql`update commission_accounts set released_through = ${through} where released_through < ${through}`.execute(
    tx,
  );
}
