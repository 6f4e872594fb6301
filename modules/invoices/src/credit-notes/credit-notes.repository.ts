import type { Tx } from '@nexus/db';
import type { CreditNoteLineRow, CreditNoteRow, InvoicesTables } from '../invoices.tables.ts';

type InvoicesTx = Tx<InvoicesTables>;

export type CreditNote = CreditNoteRow & { lines: CreditNoteLineRow[] };

/** The database counts it on the invoice and its lines, and refuses more than is left. */
export async function insertCreditNote(tx: InvoicesTx, { lines, ...note }: CreditNote): Promise<void> {
  await tx.insertInto('creditNotes').values(note).execute();
  await tx.insertInto('creditNoteLines').values(lines).execute();
}

export async function findByExternalId(tx: InvoicesTx, externalId: string): Promise<CreditNote | null> {
  const row = await tx.selectFrom('creditNotes').selectAll().where('externalId', '=', externalId).executeTakeFirst();
  return row === undefined ? null : { ...row, lines: await linesOf(tx, row.id) };
}

export async function findCreditNote(tx: InvoicesTx, noteId: string): Promise<CreditNote | null> {
  const row = await tx.selectFrom('creditNotes').selectAll().where('id', '=', noteId).executeTakeFirst();
  return row === undefined ? null : { ...row, lines: await linesOf(tx, row.id) };
}

export async function listCreditNotes(tx: InvoicesTx, invoiceId: string): Promise<CreditNote[]> {
  const rows = await tx
    .selectFrom('creditNotes')
    .selectAll()
    .where('invoiceId', '=', invoiceId)
    .orderBy('id')
    .execute();
  const notes = [];
  for (const row of rows) notes.push({ ...row, lines: await linesOf(tx, row.id) });
  return notes;
}

async function linesOf(tx: InvoicesTx, creditNoteId: string): Promise<CreditNoteLineRow[]> {
  return await tx.selectFrom('creditNoteLines').selectAll().where('creditNoteId', '=', creditNoteId).execute();
}
