import type { Tx } from '@nexus/db';
import type { InvoicesTables, PaymentRow } from '../invoices.tables.ts';

type InvoicesTx = Tx<InvoicesTables>;

/** The database counts it on the invoice, and refuses more than is owed. */
export async function insertPayment(tx: InvoicesTx, payment: PaymentRow): Promise<void> {
  await tx.insertInto('payments').values(payment).execute();
}

export async function findPayment(tx: InvoicesTx, externalId: string): Promise<PaymentRow | null> {
  const query = tx.selectFrom('payments').selectAll().where('externalId', '=', externalId);
  return (await query.executeTakeFirst()) ?? null;
}

export async function listPayments(tx: InvoicesTx, invoiceId: string): Promise<PaymentRow[]> {
  return await tx.selectFrom('payments').selectAll().where('invoiceId', '=', invoiceId).orderBy('id').execute();
}
