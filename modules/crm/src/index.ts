export { crmActions } from './crm.actions.ts';
export type { CrmDependencies } from './crm.parts.ts';
export type {
  AuditPort,
  BlobsPort,
  KeyringPort,
  OrganisationsPort,
  PartnersPort,
  PeoplePort,
  WorkPort,
} from './crm.ports.ts';
export { crmSealed } from './crm.sealed.ts';
export { type CrmModule, createCrmModule, crmConflicts, crmMigrations } from './module.ts';
