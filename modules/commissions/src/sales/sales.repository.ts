import type { Tx } from '@nexus/db';
import { sql } from 'kysely';

export type NewSale = {
  id: string;
  externalId: string;
  requestHash: Buffer;
  partnerId: string;
  customerId: string;
  orderRef: string;
  invoiceRef: string;
  currency: string;
  netMinor: bigint;
  paidAt: Date;
  month: string;
  qualifies: boolean;
  partnerKind: string;
  certification: string | null;
  sponsors: readonly { partnerId: string; isActive: boolean }[];
  isOutsideCustomer: boolean;
  planNumber: number;
  terms: string;
  recordedAt: Date;
  recordedBy: string | null;
};

export async function findHashes(tx: Tx, externalIds: readonly string[]): Promise<Map<string, Buffer>> {
  const found = await sql<{ externalId: string; requestHash: Buffer }>`
    select external_id, request_hash from sales where external_id = any (${externalIds}::text[])`.execute(tx);
  return new Map(found.rows.map(({ externalId, requestHash }) => [externalId, requestHash]));
}

/** @returns the external ids that were not there yet; of others at the same time, one is the first */
export async function insertSales(tx: Tx, sales: readonly NewSale[]): Promise<Set<string>> {
  const column = <K extends keyof NewSale>(name: K) => sales.map((sale) => sale[name]);
  // An array of arrays has to be square in PostgreSQL, so the chains travel as text.
  const chains = sales.map(({ sponsors }) => `{${sponsors.map(({ partnerId }) => partnerId).join(',')}}`);
  const actives = sales.map(({ sponsors }) => `{${sponsors.map(({ isActive }) => isActive).join(',')}}`);
  const inserted = await sql<{ externalId: string }>`
    insert into sales (id, external_id, request_hash, partner_id, customer_id, order_ref, invoice_ref, currency, net_minor, paid_at, month, qualifies, partner_kind,
      certification, sponsors, sponsors_active, is_outside_customer, plan_number, terms, recorded_at, recorded_by)
    select a, b, c, d, e, f, g, h, i, j, k, l, m, n, o::uuid[], p::boolean[], q, r, s::jsonb, t, u
    from unnest(${column('id')}::uuid[], ${column('externalId')}::text[], ${column('requestHash')}::bytea[], ${column('partnerId')}::uuid[],
      ${column('customerId')}::uuid[], ${column('orderRef')}::text[], ${column('invoiceRef')}::text[], ${column('currency')}::text[], ${column('netMinor')}::bigint[],
      ${column('paidAt')}::timestamptz[], ${column('month')}::text[], ${column('qualifies')}::boolean[], ${column('partnerKind')}::text[],
      ${column('certification')}::text[], ${chains}::text[], ${actives}::text[], ${column('isOutsideCustomer')}::boolean[], ${column('planNumber')}::integer[],
      ${column('terms')}::text[], ${column('recordedAt')}::timestamptz[], ${column('recordedBy')}::uuid[])
      as w (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u)
    order by b
    on conflict on constraint sales_external_id do nothing
    returning external_id`.execute(tx);
  return new Set(inserted.rows.map(({ externalId }) => externalId));
}

export async function nextSaleLineIds(tx: Tx, count: number): Promise<bigint[]> {
  const found = await sql<{
    id: bigint;
  }>`select nextval('sale_line_ids') as id from generate_series(1, ${count})`.execute(tx);
  return found.rows.map(({ id }) => id);
}

export type NewSaleLine = {
  id: bigint;
  saleId: string;
  ordinal: number;
  productRef: string;
  description: string;
  netMinor: bigint;
  taxMinor: bigint;
  royalty: string | null;
  directRatePpm: number | null;
  directMinor: bigint | null;
  countedMinor: bigint;
  isCut: boolean;
  isLate: boolean;
  releaseAt: Date;
};

export async function insertSaleLines(tx: Tx, lines: readonly NewSaleLine[]): Promise<void> {
  const column = <K extends keyof NewSaleLine>(name: K) => lines.map((line) => line[name]);
  await sql`
    insert into sale_lines (id, sale_id, ordinal, product_ref, description, net_minor, tax_minor, royalty, direct_rate_ppm, direct_minor, counted_minor, is_cut, is_late, release_at)
    select a, b, c, d, e, f, g, h::jsonb, i, j, k, l, m, n
    from unnest(${column('id')}::bigint[], ${column('saleId')}::uuid[], ${column('ordinal')}::smallint[], ${column('productRef')}::text[],
      ${column('description')}::text[], ${column('netMinor')}::bigint[], ${column('taxMinor')}::bigint[], ${column('royalty')}::text[],
      ${column('directRatePpm')}::integer[], ${column('directMinor')}::bigint[], ${column('countedMinor')}::bigint[], ${column('isCut')}::boolean[],
      ${column('isLate')}::boolean[], ${column('releaseAt')}::timestamptz[]) as w (a, b, c, d, e, f, g, h, i, j, k, l, m, n)`.execute(
    tx,
  );
}

/** Which sales are the first of their order that is large enough; only those count. */
export async function claimOrders(
  tx: Tx,
  sales: readonly { id: string; customerId: string; orderRef: string }[],
): Promise<Set<string>> {
  if (sales.length === 0) return new Set();
  const claimed = await sql<{ saleId: string }>`
    insert into counted_orders (customer_id, order_ref, sale_id)
    select * from unnest(${sales.map(({ customerId }) => customerId)}::uuid[], ${sales.map(({ orderRef }) => orderRef)}::text[], ${sales.map(({ id }) => id)}::uuid[])
    order by 1, 2
    on conflict do nothing returning sale_id`.execute(tx);
  return new Set(claimed.rows.map(({ saleId }) => saleId));
}

/** Moves partners on in a month and holds their rows; @returns how many sales count for each, these included */
export async function countSales(
  tx: Tx,
  counts: readonly { partnerId: string; month: string; added: number }[],
): Promise<{ partnerId: string; month: string; counted: number }[]> {
  const found = await sql<{ partnerId: string; month: string; counted: number }>`
    insert into partner_months (partner_id, month, counted)
    select * from unnest(${counts.map(({ partnerId }) => partnerId)}::uuid[], ${counts.map(({ month }) => month)}::text[], ${counts.map(({ added }) => added)}::integer[])
    order by 2, 1
    on conflict (month, partner_id) do update set counted = partner_months.counted + excluded.counted
    returning partner_id, month, counted`.execute(tx);
  return found.rows;
}

export type SaleForRefund = {
  id: string;
  externalId: string;
  partnerId: string;
  currency: string;
  paidAt: Date;
  month: string;
  planNumber: number;
  isCounted: boolean;
};

export async function findSale(tx: Tx, externalId: string): Promise<SaleForRefund | null> {
  const found = await sql<SaleForRefund>`
    select s.id, s.external_id, s.partner_id, s.currency, s.paid_at, s.month, s.plan_number, exists (select from counted_orders c where c.sale_id = s.id) as is_counted
    from sales s where s.external_id = ${externalId}`.execute(tx);
  return found.rows[0] ?? null;
}

/** Holds the partner's month: whoever settles or refunds in it waits. */
export async function holdPartnerMonth(tx: Tx, partnerId: string, month: string): Promise<void> {
  await sql`select 1 from partner_months where month = ${month} and partner_id = ${partnerId} for update`.execute(tx);
}

export async function listRefundableLines(
  tx: Tx,
  saleId: string,
): Promise<{ id: bigint; ordinal: number; netMinor: bigint; refundedMinor: bigint }[]> {
  const found = await sql<{ id: bigint; ordinal: number; netMinor: bigint; refundedMinor: bigint }>`
    select s.id, s.ordinal, s.net_minor, coalesce((select sum(r.minor) from sale_refund_lines r where r.sale_line_id = s.id), 0)::bigint as refunded_minor
    from sale_lines s where s.sale_id = ${saleId} order by s.ordinal`.execute(tx);
  return found.rows;
}

export async function findRefundHash(
  tx: Tx,
  externalId: string,
): Promise<{ requestHash: Buffer; isFull: boolean } | null> {
  const found = await sql<{ requestHash: Buffer; isFull: boolean }>`
    select request_hash, is_full from sale_refunds where external_id = ${externalId}`.execute(tx);
  return found.rows[0] ?? null;
}

export type NewRefund = {
  id: string;
  externalId: string;
  requestHash: Buffer;
  saleId: string;
  occurredAt: Date;
  isFull: boolean;
  recordedAt: Date;
  recordedBy: string | null;
};

export async function insertRefund(tx: Tx, refund: NewRefund): Promise<boolean> {
  const result =
    await sql`insert into sale_refunds (id, external_id, request_hash, sale_id, occurred_at, is_full, recorded_at, recorded_by)
    values (${refund.id}, ${refund.externalId}, ${refund.requestHash}, ${refund.saleId}, ${refund.occurredAt}, ${refund.isFull}, ${refund.recordedAt}, ${refund.recordedBy})
    on conflict on constraint sale_refunds_external_id do nothing`.execute(tx);
  return result.numAffectedRows === 1n;
}

export async function insertRefundLines(
  tx: Tx,
  refundId: string,
  lines: readonly { saleLineId: bigint; minor: bigint }[],
): Promise<void> {
  await sql`insert into sale_refund_lines (refund_id, sale_line_id, minor)
    select ${refundId}, l, m from unnest(${lines.map(({ saleLineId }) => saleLineId)}::bigint[], ${lines.map(({ minor }) => minor)}::bigint[]) as w (l, m)`.execute(
    tx,
  );
}

/** A counted sale was refunded in full within its month: it counts no more. */
export async function uncountSale(tx: Tx, partnerId: string, month: string): Promise<void> {
  await sql`update partner_months set counted = counted - 1, refunded_in_full = refunded_in_full + 1
    where partner_id = ${partnerId} and month = ${month}`.execute(tx);
}
