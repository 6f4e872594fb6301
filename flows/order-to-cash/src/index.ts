import type { HttpApp } from '@nexus/http';
import { askForUsageInvoice } from './ask-for-usage-invoice.ts';
import type { FlowParts } from './flow.parts.ts';
import { flowRoutes } from './flow.routes.ts';
import { createStepRunner } from './run-steps.ts';

export type { FlowParts } from './flow.parts.ts';
export { knowledgeOfProduct, productRefOf } from './product-ref.ts';

/** The policies ask `acts_for_network()` of organisations: migrate after it. */
export const orderToCashMigrations = { name: 'order_to_cash', directory: new URL('../migrations/', import.meta.url) };

export const usageInvoicing = askForUsageInvoice;

export function createOrderToCash(parts: FlowParts) {
  const { run } = createStepRunner(parts);
  return {
    run,
    routes(app: HttpApp): void {
      flowRoutes(parts)(app);
    },
  };
}

export type OrderToCash = ReturnType<typeof createOrderToCash>;
