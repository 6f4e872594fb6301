export { createSpacesModule, type Membership, type SpacesModule, spacesConflicts, spacesMigrations } from './module.ts';
export { spacesActions } from './spaces.actions.ts';
export type { AuditPort, KeyringPort, LabelsPort, PeoplePort } from './spaces.ports.ts';
export { spacesSealed } from './spaces.sealed.ts';
export { defaultLabelId, type Member, type Space } from './spaces.service.ts';
export type { SpaceRole } from './spaces.tables.ts';
