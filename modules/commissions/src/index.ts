/** The plan that ships, as data. */
export { default as shippedPlan } from '../plans/network-plan-1.json' with { type: 'json' };
export { commissionsActions } from './commissions.actions.ts';
export {
  commissionsConflicts,
  MonthClosedError,
  NothingToPayError,
  PayoutMovedOnError,
  RefundExceedsError,
  SaleDiffersError,
  SamePersonError,
} from './commissions.errors.ts';
export type { CommissionsDependencies, Payer } from './commissions.parts.ts';
export type {
  AccountRef,
  Attribution,
  AttributionPort,
  AuditPort,
  BankAccount,
  BankDetailsPort,
  LedgerPort,
  OrganisationsPort,
  PayoutBankDetails,
  Posting,
  PostingKind,
  RoyaltyPort,
} from './commissions.ports.ts';
export type { CommissionsService, Statement } from './commissions.service.ts';
export { type CommissionsModule, commissionsMigrations, createCommissionsModule } from './module.ts';
export type { ClosedMonth } from './months/close-month.ts';
export { isIban } from './payouts/iban.ts';
export type { Batch } from './payouts/payouts.service.ts';
export type { RefundEvent, SaleEvent } from './sales/sale-event.ts';
export type { Simulation } from './simulation/simulate-plan.ts';
