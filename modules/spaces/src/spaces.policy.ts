import type { SpaceRole } from './spaces.tables.ts';

/** The roles that a person holds in the installation, as far as spaces care. */
export type InstallationRole = 'administrator' | 'officer' | 'auditor';

/** Who runs, guards or audits the system holds no content. Evaluation mode may combine the duties, and says so in a banner. */
export function mayHoldContent(roles: readonly string[], isEvaluation: boolean): boolean {
  return isEvaluation || roles.length === 0;
}

/** Administrators open spaces for others; people who work with content open their own. */
export function mayCreateSpace(roles: readonly string[], isEvaluation: boolean): boolean {
  return mayHoldContent(roles, isEvaluation) || roles.includes('administrator');
}

export function mayEditSpace(role: SpaceRole | null): boolean {
  return role === 'owner';
}

export function mayChangeMembers(role: SpaceRole | null): boolean {
  return role === 'owner';
}

/** Everybody may leave; owners may remove others. */
export function mayRemoveMember(role: SpaceRole | null, isSelf: boolean): boolean {
  return role !== null && (isSelf || role === 'owner');
}
