export { createPricingModule, type PricingModule, pricingConflicts, pricingMigrations } from './module.ts';
export {
  type Charge,
  charges,
  licenceModels,
  type PlanModel,
  type Scheme,
  schemes,
  type Unit,
  units,
} from './prices/units.ts';
export { pricingActions } from './pricing.actions.ts';
export type { PricingParts } from './pricing.parts.ts';
export type { AuditPort, Membership, OrganisationsPort } from './pricing.ports.ts';
export type { LicenceTerms, QuoteItem, QuoteLineKind } from './pricing.tables.ts';
export type { Acceptance } from './quotes/offers.service.ts';
export type { Order, OrderLine, OrderPayment } from './quotes/orders.ts';
