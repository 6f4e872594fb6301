export { createOrganisationsModule, type OrganisationsModule, organisationsMigrations } from './module.ts';
export { organisationsActions } from './organisations.actions.ts';
export { organisationsConflicts } from './organisations.errors.ts';
export { holdsIn, holdsInNetwork } from './organisations.policy.ts';
export type { OrganisationsService } from './organisations.service.ts';
export type {
  Membership,
  NetworkRole,
  OrganisationKind,
  OrganisationRole,
  PartnerRole,
} from './organisations.tables.ts';
