import { appendEvent, type Tx } from '@nexus/db';
import { type Actor, decimalOf, ensureSameCurrency, InvalidInputError, type Money, newId } from '@nexus/kernel';
import { contentDigest } from '../content-digest.ts';
import * as invoices from '../invoices/invoices.repository.ts';
import { ExternalIdTakenError, InvoiceNotFoundError, NotIssuedError, OverpaymentError } from '../invoices.errors.ts';
import type { InvoicesParts } from '../invoices.parts.ts';
import type { InvoicesTables, PaymentMethod, PaymentRow } from '../invoices.tables.ts';
import * as payments from './payments.repository.ts';

type InvoicesTx = Tx<InvoicesTables>;

export type NewPayment = {
  /** The bank's or provider's own name of it: recorded once, whoever sends it how often. */
  externalId: string;
  amount: Money;
  method: PaymentMethod;
  reference: string;
  paidAt: Date;
};

export type RecordedPayment = { payment: PaymentRow; invoice: invoices.Invoice; isNew: boolean };

export function createRecordPayment({ audit, clock }: Pick<InvoicesParts, 'audit' | 'clock'>) {
  /**
   * Counts a payment, in a transaction that may do more. The same external id with the same content answers what was recorded.
   * @throws ExternalIdTakenError, OverpaymentError, NotIssuedError, MixedCurrenciesError
   */
  return async function recordPayment(
    tx: InvoicesTx,
    actor: Actor,
    invoiceId: string,
    input: NewPayment,
  ): Promise<RecordedPayment> {
    const now = clock.now();
    if (input.amount.minor <= 0n) throw new InvalidInputError('A payment is above zero.');
    if (input.paidAt.getTime() > now.getTime() + dayMs)
      throw new InvalidInputError('A payment is recorded when it was made, not before.', [
        { path: 'paidAt', message: 'in the future' },
      ]);
    const invoice = await invoices.lockInvoice(tx, invoiceId);
    if (invoice === null) throw new InvoiceNotFoundError();
    const digest = contentDigest({ invoiceId, ...input, paidAt: input.paidAt.toISOString() });
    const before = await payments.findPayment(tx, input.externalId);
    if (before !== null) {
      if (before.contentDigest !== digest) throw new ExternalIdTakenError();
      return { payment: before, invoice: (await invoices.findInvoice(tx, invoiceId))!, isNew: false };
    }
    if (invoice.state !== 'issued') throw new NotIssuedError();
    ensureSameCurrency(input.amount, { minor: 0n, currency: invoice.currency });
    const open = invoice.totalMinor - invoice.paidMinor - invoice.creditedMinor;
    if (input.amount.minor > open)
      throw new OverpaymentError(
        `Of this invoice ${decimalOf({ minor: open, currency: invoice.currency })} ${invoice.currency} is still owed; a payment cannot be more.`,
      );
    const payment: PaymentRow = {
      id: newId(now.getTime()),
      invoiceId,
      externalId: input.externalId,
      contentDigest: digest,
      amountMinor: input.amount.minor,
      currency: input.amount.currency,
      method: input.method,
      reference: input.reference,
      paidAt: input.paidAt,
      recordedBy: actor.kind === 'person' ? actor.personId : null,
      recordedAt: now,
    };
    await payments.insertPayment(tx, payment);
    await audit.record(tx as Tx, {
      actor,
      action: 'payment.recorded',
      outcome: 'success',
      objects: [
        { kind: 'payment', id: payment.id },
        { kind: 'invoice', id: invoiceId },
      ],
    });
    const { orderId, partnerId } = invoice;
    const payload = { invoiceId, paymentId: payment.id, orderId, partnerId };
    const isPaid = input.amount.minor === open;
    await appendEvent(tx, { topic: isPaid ? 'invoice.paid' : 'payment.recorded', version: 1, payload });
    return { payment, invoice: (await invoices.findInvoice(tx, invoiceId))!, isNew: true };
  };
}

const dayMs = 86_400_000;
