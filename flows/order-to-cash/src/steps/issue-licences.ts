import type { Tx } from '@nexus/db';
import type { Order, OrderLine } from '@nexus/pricing';
import type { FlowParts } from '../flow.parts.ts';
import type { Payload } from '../step.ts';
import { flowActor, idIn, orderOf } from './order-of.ts';

/** One signed licence for each licence that was ordered; a renewal prolongs the one that is there. */
export async function issueLicences(tx: Tx, parts: FlowParts, payload: Payload): Promise<void> {
  const order = await orderOf(tx, parts, idIn(payload, 'orderId'));
  // The file of a renewal is written again by the office, which knows which machine it is for.
  if (order.kind === 'renewal') return;
  for (const line of order.lines) if (line.licence !== null) await issueFor(tx, parts, order, line);
}

async function issueFor(tx: Tx, parts: FlowParts, order: Order, line: OrderLine): Promise<void> {
  const { model, productCode, entitlements, limits, metered } = line.licence!;
  const endsOn = termOf(order, line);
  const end = endsOn === null ? null : parts.calendar.startOfDay(endsOn);
  const isForever = model === 'perpetual' || model === 'hybrid';
  const counts = Object.entries(limits).map(([unit, text]): [string, number] => [unit, Number(text)]);
  await parts.licences.flow.issue(tx, flowActor, {
    customerId: order.customer.accountId ?? order.id,
    customerName: order.customer.name,
    partnerId: order.partnerId,
    orderId: order.id,
    sourceId: line.id,
    product: productCode,
    kind: model,
    entitlements,
    seats: Math.max(1, Number(limits.site ?? '1')),
    limits: Object.fromEntries(counts.filter(([unit]) => unit !== 'site')),
    meteredUnits: metered,
    notBefore: parts.calendar.startOfDay(line.term?.startsOn ?? order.placedOn),
    expires: isForever ? null : end,
    maintenanceUntil: isForever ? end : null,
    maxReleaseDate: isForever ? end : null,
  });
}

/** Until when what was bought with the licence runs: its own yearly part, or the maintenance of the same item. */
function termOf(order: Order, line: OrderLine): string | null {
  const ends = order.lines
    .filter(({ item, term }) => item === line.item && term !== null)
    .map(({ term }) => term!.endsOn);
  return ends.sort().at(-1) ?? null;
}
