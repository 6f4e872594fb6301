import { viewMoney } from '@nexus/http';
import type { z } from 'zod';
import type { CreditNote } from '../credit-notes/credit-notes.repository.ts';
import type { InvoiceRow, PaymentRow } from '../invoices.tables.ts';
import type { Schedule } from '../schedules/schedules.repository.ts';
import type { InvoiceStatus } from './invoice-status.ts';
import type { AgingRow } from './invoices.repository.ts';
import type {
  AgingView,
  CreditNoteView,
  InvoiceHeadView,
  InvoiceView,
  PaymentView,
  ScheduleView,
} from './invoices.schemas.ts';
import type { InvoiceDetail, NamedInvoice } from './invoices.service.ts';

export function statusOf(row: InvoiceRow, today: string): InvoiceStatus {
  if (row.state === 'draft') return 'draft';
  if (row.paidMinor + row.creditedMinor < row.totalMinor) return row.dueOn! < today ? 'overdue' : 'open';
  return row.paidMinor > 0n ? 'paid' : 'credited';
}

export function viewHead(row: NamedInvoice, today: string): z.infer<typeof InvoiceHeadView> {
  const money = (minor: bigint) => viewMoney({ minor, currency: row.currency });
  return {
    id: row.id,
    number: row.number,
    kind: row.kind,
    status: statusOf(row, today),
    partnerId: row.partnerId,
    partnerName: row.partnerName,
    orderId: row.orderId,
    customerAccountId: row.customerAccountId,
    customerName: row.customerName,
    net: money(row.netMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    paid: money(row.paidMinor),
    credited: money(row.creditedMinor),
    refunded: money(row.refundedMinor),
    open: money(row.totalMinor - row.paidMinor - row.creditedMinor),
    issuedOn: row.issuedOn,
    dueOn: row.dueOn,
    paidAt: row.paidAt?.toISOString() ?? null,
  };
}

export function viewInvoice(
  { invoice, taxId, payments, notes }: InvoiceDetail,
  today: string,
): z.infer<typeof InvoiceView> {
  const money = (minor: bigint) => viewMoney({ minor, currency: invoice.currency });
  return {
    ...viewHead(invoice, today),
    customer: { address: invoice.customerAddress, country: invoice.customerCountry, taxId },
    language: invoice.language,
    notes: invoice.notes,
    dueDays: invoice.dueDays,
    lines: invoice.lines.map((line) => ({
      id: line.id,
      ordinal: line.ordinal,
      description: line.description,
      productCode: line.productCode,
      unit: line.unit,
      quantity: line.quantity.toString(),
      net: money(line.netMinor),
      taxName: line.taxName,
      taxPpm: line.taxPpm,
      tax: money(line.taxMinor),
      returnedNet: money(line.returnedNetMinor),
    })),
    payments: payments.map(viewPayment),
    creditNotes: notes.map(viewCreditNote),
  };
}

export function viewPayment(row: PaymentRow): z.infer<typeof PaymentView> {
  return {
    id: row.id,
    externalId: row.externalId,
    amount: viewMoney({ minor: row.amountMinor, currency: row.currency }),
    method: row.method,
    reference: row.reference,
    paidAt: row.paidAt.toISOString(),
  };
}

export function viewCreditNote(note: CreditNote): z.infer<typeof CreditNoteView> {
  const money = (minor: bigint) => viewMoney({ minor, currency: note.currency });
  return {
    id: note.id,
    number: note.number,
    kind: note.kind,
    externalId: note.externalId,
    reason: note.reason,
    net: money(note.netMinor),
    tax: money(note.taxMinor),
    total: money(note.totalMinor),
    issuedOn: note.issuedOn,
    lines: note.lines.map(({ invoiceLineId, netMinor, taxMinor }) => ({
      invoiceLineId,
      net: money(netMinor),
      tax: money(taxMinor),
    })),
  };
}

export function viewAging(rows: readonly AgingRow[]): z.infer<typeof AgingView> {
  return {
    items: rows.map(({ currency, bucket, count, openMinor }) => ({
      currency,
      bucket,
      count,
      open: viewMoney({ minor: openMinor, currency }),
    })),
  };
}

export function viewSchedule({ id, currency, entries }: Schedule): z.infer<typeof ScheduleView> {
  return {
    id,
    entries: entries.map(({ ordinal, label, issueOn, dueDays, amountMinor, invoiceId }) => ({
      ordinal,
      label,
      issueOn,
      dueDays,
      amount: viewMoney({ minor: amountMinor, currency }),
      invoiceId,
    })),
  };
}
