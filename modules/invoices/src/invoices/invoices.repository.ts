import type { Tx } from '@nexus/db';
import { type SqlBool, sql } from 'kysely';
import type { InvoiceLineRow, InvoiceRow, InvoicesTables } from '../invoices.tables.ts';
import type { InvoiceStatus } from './invoice-status.ts';

type InvoicesTx = Tx<InvoicesTables>;

export type NewInvoiceRow = Omit<
  InvoiceRow,
  | 'state'
  | 'year'
  | 'sequence'
  | 'number'
  | 'issuedOn'
  | 'dueOn'
  | 'issuedBy'
  | 'issuedAt'
  | 'paidMinor'
  | 'creditedMinor'
  | 'refundedMinor'
  | 'paidAt'
>;
export type NewLineRow = Omit<InvoiceLineRow, 'returnedNetMinor' | 'returnedTaxMinor'>;
export type Invoice = InvoiceRow & { lines: InvoiceLineRow[] };

export async function insertDraft(tx: InvoicesTx, invoice: NewInvoiceRow, lines: readonly NewLineRow[]): Promise<void> {
  await tx
    .insertInto('invoices')
    .values({ ...invoice, state: 'draft' } as never)
    .execute();
  await tx
    .insertInto('invoiceLines')
    .values([...lines] as never)
    .execute();
}

/** Drawn in the transaction that issues, which holds the series and year to its end: no number is lost or used twice. */
export async function nextNumber(
  tx: InvoicesTx,
  series: string,
  year: number,
): Promise<{ sequence: number; number: string }> {
  const { rows } = await sql<{ sequence: number }>`select next_invoice_number(${series}, ${year}) as sequence`.execute(
    tx,
  );
  const { sequence } = rows[0]!;
  return { sequence, number: `${series}-${year}-${String(sequence).padStart(6, '0')}` };
}

export async function markIssued(
  tx: InvoicesTx,
  invoiceId: string,
  issue: Pick<InvoiceRow, 'year' | 'sequence' | 'number' | 'issuedOn' | 'dueOn' | 'issuedBy' | 'issuedAt'>,
): Promise<void> {
  await tx
    .updateTable('invoices')
    .set({ ...issue, state: 'issued' })
    .where('id', '=', invoiceId)
    .execute();
}

export async function deleteDraft(tx: InvoicesTx, invoiceId: string): Promise<void> {
  await tx.deleteFrom('invoices').where('id', '=', invoiceId).execute();
}

/** Holds the invoice to the end of the transaction: what is paid, credited and refunded is counted one after the other. */
export async function lockInvoice(tx: InvoicesTx, invoiceId: string): Promise<InvoiceRow | null> {
  const query = tx.selectFrom('invoices').selectAll().where('id', '=', invoiceId).forUpdate();
  return (await query.executeTakeFirst()) ?? null;
}

export async function findInvoice(tx: InvoicesTx, invoiceId: string): Promise<Invoice | null> {
  const row = await tx.selectFrom('invoices').selectAll().where('id', '=', invoiceId).executeTakeFirst();
  return row === undefined ? null : { ...row, lines: await listLines(tx, invoiceId) };
}

export async function findBySource(tx: InvoicesTx, sourceKey: string): Promise<Invoice | null> {
  const row = await tx.selectFrom('invoices').selectAll().where('sourceKey', '=', sourceKey).executeTakeFirst();
  return row === undefined ? null : { ...row, lines: await listLines(tx, row.id) };
}

/** Others who invoice the same thing wait for the end of this transaction. */
export async function lockSource(tx: InvoicesTx, sourceKey: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`invoices ${sourceKey}`}, 0))`.execute(tx);
}

export async function listLines(tx: InvoicesTx, invoiceId: string): Promise<InvoiceLineRow[]> {
  return await tx
    .selectFrom('invoiceLines')
    .selectAll()
    .where('invoiceId', '=', invoiceId)
    .orderBy('ordinal')
    .execute();
}

export type InvoiceFilter = {
  status?: InvoiceStatus | undefined;
  currency?: string | undefined;
  orderId?: string | undefined;
  partnerId?: string | undefined;
  customerAccountId?: string | undefined;
  issuedFrom?: string | undefined;
  issuedTo?: string | undefined;
  text?: string | undefined;
};

/** Newest first. `today` decides what is overdue. */
export async function listInvoices(
  tx: InvoicesTx,
  filter: InvoiceFilter,
  today: string,
  after: string | null,
  limit: number,
): Promise<InvoiceRow[]> {
  let query = tx.selectFrom('invoices').selectAll().orderBy('id', 'desc').limit(limit);
  if (after !== null) query = query.where('id', '<', after);
  if (filter.status !== undefined) query = query.where(isStatus(filter.status, today));
  if (filter.currency !== undefined) query = query.where('currency', '=', filter.currency);
  if (filter.orderId !== undefined) query = query.where('orderId', '=', filter.orderId);
  if (filter.partnerId !== undefined) query = query.where('partnerId', '=', filter.partnerId);
  if (filter.customerAccountId !== undefined) query = query.where('customerAccountId', '=', filter.customerAccountId);
  if (filter.issuedFrom !== undefined) query = query.where('issuedOn', '>=', filter.issuedFrom);
  if (filter.issuedTo !== undefined) query = query.where('issuedOn', '<=', filter.issuedTo);
  if (filter.text !== undefined) {
    const pattern = `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) => eb.or([eb('customerName', 'ilike', pattern), eb('number', 'ilike', pattern)]));
  }
  return await query.execute();
}

export type AgingRow = {
  currency: string;
  bucket: 'not_due' | 'd30' | 'd60' | 'd90' | 'older';
  count: number;
  openMinor: bigint;
};

/** What is still owed, by how long it is overdue. */
export async function listAging(tx: InvoicesTx, today: string): Promise<AgingRow[]> {
  const query = sql<AgingRow>`
    select currency, bucket, count(*)::int as count, sum(open)::bigint as "openMinor" from (
      select currency, total_minor - paid_minor - credited_minor as open,
        case when due_on >= ${today}::date then 'not_due'
             when due_on >= ${today}::date - 30 then 'd30'
             when due_on >= ${today}::date - 60 then 'd60'
             when due_on >= ${today}::date - 90 then 'd90'
             else 'older' end as bucket
      from invoices where state = 'issued' and paid_minor + credited_minor < total_minor) open_invoices
    group by currency, bucket order by currency, bucket`;
  return (await query.execute(tx)).rows;
}

export type PaidByPartner = { partnerId: string; orders: number; netMinor: bigint };

/** What partners sold that was paid within a time: orders, each counted once, and their net in a currency. */
export async function listPaidByPartner(
  tx: InvoicesTx,
  { from, to, currency }: { from: Date; to: Date; currency: string },
): Promise<PaidByPartner[]> {
  const query = sql<PaidByPartner>`
    select partner_id as "partnerId", count(distinct coalesce(order_id, id))::int as orders,
      coalesce(sum(net_minor) filter (where currency = ${currency}), 0)::bigint as "netMinor"
    from invoices
    where partner_id is not null and paid_at >= ${from} and paid_at < ${to} and refunded_minor < total_minor
    group by partner_id order by partner_id`;
  return (await query.execute(tx)).rows;
}

function isStatus(status: InvoiceStatus, today: string) {
  const open = sql`state = 'issued' and paid_minor + credited_minor < total_minor`;
  switch (status) {
    case 'draft':
      return sql<SqlBool>`state = 'draft'`;
    case 'open':
      return sql<SqlBool>`${open} and due_on >= ${today}::date`;
    case 'overdue':
      return sql<SqlBool>`${open} and due_on < ${today}::date`;
    case 'paid':
      return sql<SqlBool>`state = 'issued' and paid_minor + credited_minor = total_minor and paid_minor > 0`;
    case 'credited':
      return sql<SqlBool>`state = 'issued' and credited_minor = total_minor`;
  }
}
