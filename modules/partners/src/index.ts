export type { BankAccount } from './bank/bank-account.ts';
export { createPartnersModule, type PartnersModule, partnersConflicts, partnersMigrations } from './module.ts';
export type { Attribution, MayEarn, PartnerFacts, PayoutBankDetails, TerritoryCheck } from './partner-facts.ts';
export { partnersActions } from './partners.actions.ts';
export type { PartnersDependencies } from './partners.parts.ts';
export type {
  AuditPort,
  KeyringPort,
  OrganisationsPort,
  PeoplePort,
  SalesFact,
  SalesFactsPort,
} from './partners.ports.ts';
export { partnersSealed } from './partners.sealed.ts';
export type { CertificationLevel, PartnerStatus } from './partners.tables.ts';
export type { NewCertification, NewTier } from './standing/standing.service.ts';
