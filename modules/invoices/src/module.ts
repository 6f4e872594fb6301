import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import type { Actor } from '@nexus/kernel';
import * as creditNotes from './credit-notes/credit-notes.repository.ts';
import type { NewCreditNote } from './credit-notes/write-credit-note.ts';
import { type PaidInvoice, paidFacts, type RefundFacts, refundFacts } from './facts.ts';
import * as repository from './invoices/invoices.repository.ts';
import { invoicesRoutes } from './invoices/invoices.routes.ts';
import { createInvoicesService } from './invoices/invoices.service.ts';
import { createWriteInvoice, type NewInvoice } from './invoices/write-invoice.ts';
import {
  ExternalIdTakenError,
  InvoiceDoesNotAddUpError,
  IssuedInvoiceError,
  NotIssuedError,
  OverpaymentError,
  RefundAbovePaidError,
  ReturnAboveLineError,
  SourceTakenError,
} from './invoices.errors.ts';
import type { InvoicesParts } from './invoices.parts.ts';
import type { InvoicesTables } from './invoices.tables.ts';
import type { NewPayment } from './payments/record-payment.ts';
import { paperRoutes } from './print/paper.routes.ts';
import { createSchedules, type NewSchedule } from './schedules/schedules.ts';

/** The policies ask `acting_organisation_ids()` and `acts_for_network()` of organisations: migrate after it. */
export function createInvoicesModule(parts: InvoicesParts) {
  const write = createWriteInvoice(parts);
  const schedules = createSchedules(parts, write);
  const service = createInvoicesService(parts, write, schedules);
  const own = (tx: Tx) => tx as Tx<InvoicesTables>;
  return {
    service,
    /** What flows do in transactions of their own. Each is idempotent by the key that it takes. */
    door: {
      issueOnce: (tx: Tx, actor: Actor, input: NewInvoice & { sourceKey: string }) =>
        write.issueOnce(own(tx), actor, input),
      schedule: (tx: Tx, actor: Actor, input: NewSchedule) => schedules.plan(own(tx), actor, input),
      recordPayment: (tx: Tx, actor: Actor, invoiceId: string, input: NewPayment) =>
        service.recordPayment(own(tx), actor, invoiceId, input),
      writeCreditNote: (tx: Tx, actor: Actor, invoiceId: string, input: NewCreditNote) =>
        service.writeCreditNote(own(tx), actor, invoiceId, input),
      findPaid: async (tx: Tx, invoiceId: string): Promise<PaidInvoice | null> => {
        const invoice = await repository.findInvoice(own(tx), invoiceId);
        return invoice === null ? null : paidFacts(invoice);
      },
      paidByPartner: (tx: Tx, within: { from: Date; to: Date; currency: string }) =>
        repository.listPaidByPartner(own(tx), within),
      findRefund: async (tx: Tx, creditNoteId: string): Promise<RefundFacts | null> => {
        const note = await creditNotes.findCreditNote(own(tx), creditNoteId);
        return note?.kind === 'refund' ? refundFacts(note) : null;
      },
    },
    jobs: { schedule: { name: 'invoices.schedule', run: schedules.issueDue } },
    routes(app: HttpApp): void {
      invoicesRoutes(service)(app);
      paperRoutes(service, parts.issuer)(app);
    },
  };
}

export type InvoicesModule = ReturnType<typeof createInvoicesModule>;
export const invoicesMigrations = { name: 'invoices', directory: new URL('../migrations/', import.meta.url) };
/** Constraint to error, for the database's one place that maps violations. */
export const invoicesConflicts = {
  issued_invoice_is_final: () => new IssuedInvoiceError(),
  invoice_adds_up: () => new InvoiceDoesNotAddUpError(),
  invoices_source_key: () => new SourceTakenError(),
  invoice_schedules_source_key: () => new SourceTakenError(),
  invoice_not_overpaid: () => new OverpaymentError(),
  refund_within_paid: () => new RefundAbovePaidError(),
  return_within_line: () => new ReturnAboveLineError(),
  payments_external_id_key: () => new ExternalIdTakenError(),
  credit_notes_external_id_key: () => new ExternalIdTakenError(),
  payment_of_issued_invoice: () => new NotIssuedError(),
  credit_of_issued_invoice: () => new NotIssuedError(),
};
