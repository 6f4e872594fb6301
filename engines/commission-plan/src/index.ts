export { accrueSaleLine, type Royalty, type SaleLine, type SaleTerms, type Seller, type Sponsor } from './accrue.ts';
export { quarterBonus } from './bonus.ts';
export {
  countMonth,
  entitledRate,
  type MonthCount,
  type SaleOfMonth,
  type Standing,
  settleSaleLine,
} from './close-month.ts';
export type { AccruedLine, LineKind, LineReason } from './lines.ts';
export { type KindRules, type Plan, type PlanTier, parsePlan } from './plan.ts';
export { rateIn, releaseTime, tierFor } from './rates.ts';
export { reverseLine, reverseParts } from './reverse.ts';
