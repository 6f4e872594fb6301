import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type StatementLine = {
  id: bigint;
  kind: string;
  level: number;
  ordinal: number;
  rule: string;
  currency: string;
  baseMinor: bigint;
  ratePpm: number;
  sharePpm: number | null;
  amountMinor: bigint;
  reason: string | null;
  planNumber: number;
  belongsTo: string | null;
  occurredAt: Date;
  releaseAt: Date | null;
  ledgerTxId: bigint | null;
  saleExternalId: string | null;
  saleLine: number | null;
  invoiceRef: string | null;
  productRef: string | null;
  description: string | null;
  sellerId: string | null;
  refundExternalId: string | null;
};

/** The lines of a partner's month, oldest first, each with the sale behind it. */
export async function listStatementLines(
  tx: Tx,
  partnerId: string,
  month: string,
  after: bigint,
  limit: number,
): Promise<StatementLine[]> {
  const found = await sql<StatementLine>`
    select l.id, l.kind, l.level, l.ordinal, l.rule, l.currency, l.base_minor, l.rate_ppm, l.share_ppm, l.amount_minor, l.reason, l.plan_number, l.belongs_to,
      l.occurred_at, l.release_at, l.ledger_tx_id, s.external_id as sale_external_id, sl.ordinal as sale_line, s.invoice_ref, sl.product_ref, sl.description,
      s.partner_id as seller_id, r.external_id as refund_external_id
    from (select * from commission_lines where beneficiary_id = ${partnerId} and month = ${month} and id > ${after} order by id limit ${limit}) l
    left join sale_lines sl on sl.id = l.sale_line_id
    left join sales s on s.id = sl.sale_id
    left join sale_refunds r on r.id = l.refund_id
    order by l.id`.execute(tx);
  return found.rows;
}

export type StatementTotal = {
  currency: string;
  earnedMinor: bigint;
  reversedMinor: bigint;
  lineCount: number;
  isFinal: boolean;
};

/** As the close of the month made them, or summed now while it is open. */
export async function listTotals(tx: Tx, partnerId: string, month: string): Promise<StatementTotal[]> {
  const made = await sql<StatementTotal>`
    select currency, earned_minor, reversed_minor, line_count, true as is_final from month_statements
    where partner_id = ${partnerId} and month = ${month} order by currency`.execute(tx);
  if (made.rows.length > 0) return made.rows;
  const now = await sql<StatementTotal>`
    select currency, coalesce(sum(amount_minor) filter (where ordinal = 0), 0)::bigint as earned_minor,
      coalesce(sum(amount_minor) filter (where ordinal > 0), 0)::bigint as reversed_minor, count(*)::integer as line_count, false as is_final
    from commission_lines where beneficiary_id = ${partnerId} and month = ${month} group by currency order by currency`.execute(
    tx,
  );
  return now.rows;
}

export type Snapshot = {
  salesCounted: number;
  kind: string;
  certification: string | null;
  tier: string | null;
  planNumber: number;
};

export async function findSnapshot(tx: Tx, partnerId: string, month: string): Promise<Snapshot | null> {
  const found = await sql<Snapshot>`select sales_counted, kind, certification, tier, plan_number from month_snapshots
    where partner_id = ${partnerId} and month = ${month}`.execute(tx);
  return found.rows[0] ?? null;
}

export async function listStatementMonths(tx: Tx, partnerId: string): Promise<string[]> {
  const found = await sql<{
    month: string;
  }>`select distinct month from commission_lines where beneficiary_id = ${partnerId} order by month desc`.execute(tx);
  return found.rows.map(({ month }) => month);
}
