import type { Tx } from '@nexus/db';
import type { FlowParts } from '../flow.parts.ts';
import type { Payload } from '../step.ts';
import { flowActor, idIn, orderOf } from './order-of.ts';

/** The opportunity of an order was won, and with it the registered deal that it came from. */
export async function winOpportunity(tx: Tx, parts: FlowParts, payload: Payload): Promise<void> {
  const { opportunityId } = await orderOf(tx, parts, idIn(payload, 'orderId'));
  if (opportunityId !== null) await parts.crm.facts.win(tx, flowActor, opportunityId);
}
