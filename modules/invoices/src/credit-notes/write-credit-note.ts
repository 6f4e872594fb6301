import { appendEvent, type Tx } from '@nexus/db';
import { type Actor, decimalOf, InvalidInputError, newId } from '@nexus/kernel';
import { contentDigest } from '../content-digest.ts';
import * as invoices from '../invoices/invoices.repository.ts';
import {
  CreditAboveOpenError,
  ExternalIdTakenError,
  InvoiceNotFoundError,
  NotIssuedError,
  RefundAbovePaidError,
  ReturnAboveLineError,
} from '../invoices.errors.ts';
import type { InvoicesParts } from '../invoices.parts.ts';
import type { InvoiceRow, InvoicesTables } from '../invoices.tables.ts';
import * as notes from './credit-notes.repository.ts';
import { type ReturnedLine, restOf, returnOf } from './return-amounts.ts';

type InvoicesTx = Tx<InvoicesTables>;

export type NewCreditNote = {
  /** `credit` lowers what is still owed; `refund` gives back what was paid. */
  kind: 'credit' | 'refund';
  externalId: string;
  reason: string;
  /** Net amounts by line; null is everything that is left of every line. */
  lines: readonly { invoiceLineId: string; netMinor: bigint }[] | null;
};

export type WrittenCreditNote = { note: notes.CreditNote; invoice: invoices.Invoice; isNew: boolean };

export function createWriteCreditNote({ audit, clock, calendar }: Pick<InvoicesParts, 'audit' | 'clock' | 'calendar'>) {
  /**
   * Writes a note, in a transaction that may do more. The same external id with the same content answers what was written.
   * @throws ExternalIdTakenError, RefundAbovePaidError, CreditAboveOpenError, ReturnAboveLineError, NotIssuedError
   */
  return async function writeCreditNote(
    tx: InvoicesTx,
    actor: Actor,
    invoiceId: string,
    input: NewCreditNote,
  ): Promise<WrittenCreditNote> {
    const invoice = await invoices.lockInvoice(tx, invoiceId);
    if (invoice === null) throw new InvoiceNotFoundError();
    const digest = contentDigest({ invoiceId, ...input });
    const before = await notes.findByExternalId(tx, input.externalId);
    if (before !== null) {
      if (before.contentDigest !== digest) throw new ExternalIdTakenError();
      return { note: before, invoice: (await invoices.findInvoice(tx, invoiceId))!, isNew: false };
    }
    if (invoice.state !== 'issued') throw new NotIssuedError();
    const lines = returnedLines(await invoices.listLines(tx, invoiceId), input, invoice.currency);
    const netMinor = lines.reduce((sum, line) => sum + line.netMinor, 0n);
    const taxMinor = lines.reduce((sum, line) => sum + line.taxMinor, 0n);
    ensureWithin(invoice, input.kind, netMinor + taxMinor);
    const now = clock.now();
    const issuedOn = calendar.dayOf(now);
    const year = Number(issuedOn.slice(0, 4));
    const id = newId(now.getTime());
    const note: notes.CreditNote = {
      ...(await invoices.nextNumber(tx, 'NC', year)),
      ...{ id, invoiceId, kind: input.kind, series: 'NC', year, externalId: input.externalId, contentDigest: digest },
      ...{ reason: input.reason, currency: invoice.currency, netMinor, taxMinor, totalMinor: netMinor + taxMinor },
      ...{ issuedOn, issuedAt: now, issuedBy: actor.kind === 'person' ? actor.personId : null },
      lines: lines.map((line) => ({ ...line, creditNoteId: id })),
    };
    await notes.insertCreditNote(tx, note);
    await audit.record(tx as Tx, {
      actor,
      action: input.kind === 'refund' ? 'refund.recorded' : 'credit_note.issued',
      outcome: 'success',
      objects: [
        { kind: 'credit_note', id },
        { kind: 'invoice', id: invoiceId },
      ],
      reason: input.reason,
    });
    const { orderId, partnerId } = invoice;
    const topic = input.kind === 'refund' ? 'refund.recorded' : 'credit_note.issued';
    await appendEvent(tx, { topic, version: 1, payload: { creditNoteId: id, invoiceId, orderId, partnerId } });
    return { note, invoice: (await invoices.findInvoice(tx, invoiceId))!, isNew: true };
  };
}

function returnedLines(
  lines: readonly invoices.Invoice['lines'][number][],
  input: NewCreditNote,
  currency: string,
): ReturnedLine[] {
  const all = input.lines === null ? lines.map(restOf) : chosen(lines, input.lines, currency);
  const taken = all.filter(({ netMinor, taxMinor }) => netMinor > 0n || taxMinor > 0n);
  if (taken.length === 0) throw new ReturnAboveLineError('Nothing is left of this invoice to credit.');
  return taken;
}

function chosen(
  lines: readonly invoices.Invoice['lines'][number][],
  wanted: NonNullable<NewCreditNote['lines']>,
  currency: string,
): ReturnedLine[] {
  if (new Set(wanted.map(({ invoiceLineId }) => invoiceLineId)).size !== wanted.length)
    throw new InvalidInputError('Name each line once.', [{ path: 'lines', message: 'a line twice' }]);
  return wanted.map(({ invoiceLineId, netMinor }) => {
    const line = lines.find(({ id }) => id === invoiceLineId);
    if (line === undefined)
      throw new InvalidInputError('A credit note names lines of its own invoice.', [
        { path: 'lines', message: 'not a line of this invoice' },
      ]);
    const left = line.netMinor - line.returnedNetMinor;
    if (netMinor > left)
      throw new ReturnAboveLineError(
        `Of line ${line.ordinal} ${decimalOf({ minor: left, currency })} ${currency} before tax is left; no more can go back.`,
      );
    return returnOf(line, netMinor, currency);
  });
}

function ensureWithin(invoice: InvoiceRow, kind: NewCreditNote['kind'], total: bigint): void {
  const { currency } = invoice;
  const text = (minor: bigint) => `${decimalOf({ minor, currency })} ${currency}`;
  const paid = invoice.paidMinor - invoice.refundedMinor;
  if (kind === 'refund' && total > paid)
    throw new RefundAbovePaidError(
      `${text(paid)} was paid and not given back; this note would give back ${text(total)}.`,
    );
  const open = invoice.totalMinor - invoice.paidMinor - invoice.creditedMinor;
  if (kind === 'credit' && total > open)
    throw new CreditAboveOpenError(
      `${text(open)} is still owed; a credit of ${text(total)} would be more. What was paid already goes back as a refund.`,
    );
}
