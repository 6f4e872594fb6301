import type { Tx } from '@nexus/db';
import { systemActor } from '@nexus/kernel';
import type { Order } from '@nexus/pricing';
import type { FlowParts } from '../flow.parts.ts';
import type { Payload } from '../step.ts';

/** In whose name the flow acts. */
export const flowActor = systemActor('order-to-cash');

/** @throws Error for an event that names none: a defect of whoever wrote it */
export function idIn(payload: Payload, key: string): string {
  const id = payload[key];
  if (typeof id !== 'string') throw new Error(`The event has no ${key}.`);
  return id;
}

export async function orderOf(tx: Tx, { pricing }: Pick<FlowParts, 'pricing'>, orderId: string): Promise<Order> {
  const order = await pricing.orders.find(tx, orderId);
  if (order === null) throw new Error(`There is no order ${orderId}.`);
  return order;
}
