import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type PastSale = {
  partnerId: string;
  month: string;
  key: string;
  currency: string;
  paidAt: Date;
  partnerKind: string;
  certification: string | null;
  sponsors: string[];
  sponsorsActive: boolean[];
  isOutsideCustomer: boolean;
  terms: unknown;
  isCounted: boolean;
  refundedInFullAt: Date | null;
  saleLineId: bigint;
  ordinal: number;
  netMinor: bigint;
  refundedMinor: bigint;
  royalty: unknown;
};

/** Everything that partners sold in some months, a stretch of partners at a time, in the order in which it was recorded. */
export async function listPastSales(
  tx: Tx,
  months: readonly string[],
  afterPartner: string,
  partners: number,
): Promise<PastSale[]> {
  const found = await sql<PastSale>`
    select s.partner_id, s.month, s.external_id as key, s.currency, s.paid_at, s.partner_kind, s.certification, s.sponsors, s.sponsors_active, s.is_outside_customer, s.terms,
      exists (select from counted_orders c where c.sale_id = s.id) as is_counted,
      (select min(r.occurred_at) from sale_refunds r where r.sale_id = s.id and r.is_full) as refunded_in_full_at,
      l.id as sale_line_id, l.ordinal, l.net_minor, coalesce((select sum(r.minor) from sale_refund_lines r where r.sale_line_id = l.id), 0)::bigint as refunded_minor, l.royalty
    from sales s join sale_lines l on l.sale_id = s.id
    where s.month = any (${months}::text[]) and s.partner_id in (
      select distinct partner_id from partner_months where month = any (${months}::text[]) and partner_id > ${afterPartner} order by partner_id limit ${partners})
    order by s.partner_id, s.month, s.paid_at, s.external_id, l.ordinal`.execute(tx);
  return found.rows;
}

export type PaidThen = { currency: string; kind: string; minor: bigint };

/** What was really paid on the sales of those months, refunds taken off, by kind; true-ups and adjustments belong to the line that they correct. */
export async function sumPaidThen(tx: Tx, months: readonly string[]): Promise<PaidThen[]> {
  const found = await sql<PaidThen>`
    select l.currency, case when l.kind = 'true_up' or l.kind = 'adjustment' and l.level = 0 then 'direct' when l.kind = 'adjustment' then 'override' else l.kind end as kind,
      sum(l.amount_minor)::bigint as minor
    from commission_lines l join sale_lines sl on sl.id = l.sale_line_id join sales s on s.id = sl.sale_id
    where s.month = any (${months}::text[]) group by 1, 2 order by 1, 2`.execute(tx);
  return found.rows;
}
