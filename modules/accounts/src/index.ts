export { type AccountsAction, accountsActions } from './accounts.actions.ts';
export { accountsConflicts } from './accounts.errors.ts';
export type { AccountsParts } from './accounts.parts.ts';
export type { AuditEntry, AuditPort } from './accounts.ports.ts';
export { accountsSealed } from './accounts.sealed.ts';
export type { AccountsService } from './accounts.service.ts';
export type { InstallationMode, Role } from './accounts.tables.ts';
export type { MeView, PersonView } from './accounts.view.ts';
export { type AccountsModule, accountsMigrations, createAccountsModule } from './module.ts';
