import type { Tx } from '@nexus/db';
import type { FlowParts } from '../flow.parts.ts';
import { productRefOf } from '../product-ref.ts';
import type { Payload } from '../step.ts';
import { idIn } from './order-of.ts';

/** A paid invoice of a partner is a sale: from it everybody's part is accrued. */
export async function recordSale(tx: Tx, parts: FlowParts, payload: Payload): Promise<void> {
  const invoiceId = idIn(payload, 'invoiceId');
  const paid = await parts.invoices.door.findPaid(tx, invoiceId);
  // Given back meanwhile, or sold by the network itself: nobody earns on it.
  if (paid === null || paid.partnerId === null) return;
  const lines = paid.lines.filter(({ net }) => net.minor > 0n);
  if (lines.length === 0) return;
  await parts.commissions.recordSales(
    tx,
    [
      {
        externalId: saleOfInvoice(invoiceId),
        partnerId: paid.partnerId,
        // A customer that is in no account is itself once, by its invoice's order.
        customerId: paid.customer.accountId ?? paid.orderId ?? invoiceId,
        orderRef: paid.orderId ?? invoiceId,
        invoiceRef: paid.number,
        paidAt: paid.paidAt,
        currency: paid.net.currency,
        lines: lines.map((line) => ({
          productRef: productRefOf(line),
          description: line.description,
          netMinor: line.net.minor,
          taxMinor: 0n,
        })),
      },
    ],
    null,
  );
}

export function saleOfInvoice(invoiceId: string): string {
  return `invoice:${invoiceId}`;
}
