/** What a price is per. `contract` is the base of a plan, whatever the size of the customer. */
export const units = [
  'contract',
  'user',
  'module',
  'site',
  'patient',
  'transaction',
  'analysis',
  'ai_query',
  'gb',
  'active_user',
  'hour',
  'day',
] as const;

export type Unit = (typeof units)[number];

/** When a component is charged. `usage` is metered in the vault and invoiced afterwards; everything else is quoted. */
export const charges = ['once', 'yearly', 'monthly', 'usage'] as const;
export type Charge = (typeof charges)[number];

/**
 * How tiers apply. `flat`: one price for each unit. `graduated`: each unit at the price of the tier in which it falls. `volume`: all units at the price of the
 * tier that the whole quantity reaches.
 */
export const schemes = ['flat', 'graduated', 'volume'] as const;
export type Scheme = (typeof schemes)[number];

export const licenceModels = ['perpetual', 'annual', 'hybrid', 'consumption', 'service'] as const;
export type PlanModel = (typeof licenceModels)[number];
