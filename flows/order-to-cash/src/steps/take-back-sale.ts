import type { Tx } from '@nexus/db';
import type { FlowParts } from '../flow.parts.ts';
import type { Payload } from '../step.ts';
import { flowActor, idIn } from './order-of.ts';
import { saleOfInvoice } from './record-sale.ts';

/** What went back to a customer is taken back from everybody who earned on it, in proportion. */
export async function reverseSale(tx: Tx, parts: FlowParts, payload: Payload): Promise<void> {
  const { refund, invoice } = await refundOf(tx, parts, payload);
  if (refund === null || invoice === null || invoice.partnerId === null) return;
  const sold = invoice.lines.filter(({ net }) => net.minor > 0n);
  const placeOf = new Map(sold.map(({ invoiceLineId }, index) => [invoiceLineId, index + 1]));
  await parts.commissions.recordRefund(
    tx,
    {
      externalId: `credit-note:${refund.creditNoteId}`,
      saleExternalId: saleOfInvoice(refund.invoiceId),
      occurredAt: refund.refundedAt,
      lines: refund.lines.flatMap(({ invoiceLineId, net }) => {
        const line = placeOf.get(invoiceLineId);
        return line === undefined || net.minor === 0n ? [] : [{ line, netMinor: net.minor }];
      }),
    },
    null,
  );
}

/** Somebody of the office decides what becomes of the licence; the question is put with the refund. */
export async function decideLicence(tx: Tx, parts: FlowParts, payload: Payload): Promise<void> {
  const { refund, invoice } = await refundOf(tx, parts, payload);
  if (refund === null || invoice === null || invoice.orderId === null) return;
  const back = refund.lines.reduce((sum, { net }) => sum + net.minor, 0n);
  await parts.licences.flow.onRefund(tx, flowActor, {
    orderId: invoice.orderId,
    refundId: refund.creditNoteId,
    isFull: back >= invoice.net.minor,
  });
}

async function refundOf(tx: Tx, { invoices }: FlowParts, payload: Payload) {
  const refund = await invoices.door.findRefund(tx, idIn(payload, 'creditNoteId'));
  const invoice = refund === null ? null : await invoices.door.findPaid(tx, refund.invoiceId);
  return { refund, invoice };
}
