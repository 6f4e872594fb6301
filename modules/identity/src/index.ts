export { type IdentityAction, identityActions } from './identity.actions.ts';
export { identityConflicts } from './identity.errors.ts';
export type { DestinationsPort, IdentityParts, PeoplePort } from './identity.parts.ts';
export { identitySealed } from './identity.sealed.ts';
export { createIdentityModule, type IdentityModule, identityMigrations } from './module.ts';
