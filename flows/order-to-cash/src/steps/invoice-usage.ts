import type { Tx } from '@nexus/db';
import type { NewInvoiceLine } from '@nexus/invoices';
import type { Order, OrderLine, Unit } from '@nexus/pricing';
import type { FlowParts } from '../flow.parts.ts';
import type { Payload } from '../step.ts';
import { flowActor, idIn, orderOf } from './order-of.ts';

/**
 * Invoices what a report of a closed month leaves to be paid: at the prices of the plan version that was sold, with the tax of the order. What costs nothing is
 * settled all the same, so that no later month pays for it.
 */
export async function invoiceUsage(tx: Tx, parts: FlowParts, payload: Payload): Promise<void> {
  const licenceId = idIn(payload, 'licenceId');
  const reportId = idIn(payload, 'reportId');
  const period = idIn(payload, 'period');
  const { licences, invoices } = parts;
  const order = await orderOf(tx, parts, idIn(payload, 'orderId'));
  const consumption = await licences.flow.unsettled(tx, licenceId);
  const licensed = order.lines.find(({ licence }) => licence !== null && licence.metered.length > 0);
  if (licensed === undefined || Object.keys(consumption).length === 0) return;
  const lines = await chargedLines(tx, parts, order, licensed, { consumption, period });
  const { accountId, name, country } = order.customer;
  const taxId = accountId === null ? null : await parts.crm.facts.taxIdOf(tx, accountId);
  const invoice =
    lines.length === 0
      ? null
      : await invoices.door.issueOnce(tx, flowActor, {
          kind: 'usage',
          sourceKey: `usage:${reportId}`,
          orderId: order.id,
          partnerId: order.partnerId,
          customer: { accountId, name, country, address: '', taxId },
          currency: order.total.currency,
          language: order.language,
          notes: '',
          dueDays: 30,
          lines,
        });
  await licences.flow.settle(tx, flowActor, { licenceId, invoiceId: invoice?.id ?? reportId, period });
}

async function chargedLines(
  tx: Tx,
  { pricing }: FlowParts,
  { language }: Order,
  licensed: OrderLine,
  { consumption, period }: { consumption: Readonly<Record<string, number>>; period: string },
): Promise<NewInvoiceLine[]> {
  const lines: NewInvoiceLine[] = [];
  for (const unit of licensed.licence!.metered) {
    const quantity = BigInt(consumption[unit] ?? 0);
    if (quantity === 0n) continue;
    const { planVersionId, nameEn, nameEs, taxName, taxPpm } = licensed;
    const net = await pricing.priceConsumption(tx, { planVersionId, unit, quantity });
    if (net.minor === 0n) continue;
    lines.push({
      description: `${language === 'en' ? nameEn : nameEs} · ${unitNames[language][unit] ?? unit} · ${period}`,
      productId: licensed.productId,
      productCode: licensed.productCode,
      productLine: licensed.productLine,
      knowledgeAssetId: licensed.knowledgeAssetId,
      unit,
      quantity,
      netMinor: net.minor,
      taxName,
      taxPpm,
    });
  }
  return lines;
}

/** As customers read them on an invoice. */
const unitNames: Readonly<Record<'es' | 'en', Partial<Record<Unit, string>>>> = {
  es: {
    ai_query: 'consultas',
    gb: 'GB',
    active_user: 'usuarios activos',
    patient: 'pacientes',
    transaction: 'transacciones',
    analysis: 'análisis',
    site: 'sedes',
  },
  en: {
    ai_query: 'queries',
    gb: 'GB',
    active_user: 'active users',
    patient: 'patients',
    transaction: 'transactions',
    analysis: 'analyses',
    site: 'sites',
  },
};
