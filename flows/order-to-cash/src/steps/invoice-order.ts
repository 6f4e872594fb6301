import type { Tx } from '@nexus/db';
import type { FlowParts } from '../flow.parts.ts';
import type { Payload } from '../step.ts';
import { flowActor, idIn, orderOf } from './order-of.ts';

/** Plans the invoices of an order by its payments and issues what is due today. */
export async function invoiceOrder(tx: Tx, parts: FlowParts, payload: Payload): Promise<void> {
  const order = await orderOf(tx, parts, idIn(payload, 'orderId'));
  const { accountId, name, country } = order.customer;
  const taxId = accountId === null ? null : await parts.crm.facts.taxIdOf(tx, accountId);
  await parts.invoices.door.schedule(tx, flowActor, {
    sourceKey: `order:${order.id}`,
    kind: order.kind,
    orderId: order.id,
    partnerId: order.partnerId,
    customer: { accountId, name, country, address: '', taxId },
    currency: order.total.currency,
    language: order.language,
    lines: order.lines.map((line) => ({
      description: order.language === 'en' ? line.nameEn : line.nameEs,
      orderLineId: line.id,
      productId: line.productId,
      productCode: line.productCode,
      productLine: line.productLine,
      knowledgeAssetId: line.knowledgeAssetId,
      unit: line.unit,
      quantity: line.quantity,
      netMinor: line.net.minor,
      taxName: line.taxName,
      taxPpm: line.taxPpm,
      taxMinor: line.tax.minor,
    })),
    instalments: order.payments.map(({ label, issueOn, dueDays, amount }) => ({
      label,
      issueOn,
      dueDays,
      amountMinor: amount.minor,
    })),
  });
}
