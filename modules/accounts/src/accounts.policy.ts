import type { InstallationMode, Role } from './accounts.tables.ts';

export const exclusiveRoles: readonly Role[] = ['administrator', 'officer', 'auditor'];

/** Administrators run the system: they invite people, suspend them and let them back in. */
export function mayManagePeople(roles: readonly string[]): boolean {
  return roles.includes('administrator');
}

/** Administrators manage people; officers give them clearances. Both have to see who there is. */
export function mayListPeople(roles: readonly string[]): boolean {
  return roles.includes('administrator') || roles.includes('officer');
}

/** Nobody suspends themselves: an administrator who is tricked into it could not undo it. */
export function maySuspend(roles: readonly string[], actorId: string, personId: string): boolean {
  return mayManagePeople(roles) && actorId !== personId;
}

/** Two people for a new password under production: whoever asks for it does not say yes to it, nor does the person whom it is for. */
export function mayApproveReset(
  roles: readonly string[],
  { actorId, personId, issuedBy }: { actorId: string; personId: string; issuedBy: string },
): boolean {
  if (actorId === personId || actorId === issuedBy) return false;
  return roles.includes('administrator') || roles.includes('officer');
}

export type RoleChange = {
  actorRoles: readonly string[];
  actorId: string;
  personId: string;
  role: Role;
  officerExists: boolean;
};

/**
 * Nobody changes their own roles. Administrators appoint administrators, and the first officer; once there is an officer, only officers
 * appoint officers and auditors, so that those who run the system do not choose those who watch them.
 * The database decides again (`may_change_role`).
 */
export function mayChangeRole({ actorRoles, actorId, personId, role, officerExists }: RoleChange): boolean {
  if (actorId === personId) return false;
  if (role === 'administrator' || !officerExists) return actorRoles.includes('administrator');
  return actorRoles.includes('officer');
}

/** Administrator, officer and auditor are three people, except while the installation is under evaluation. */
export function mayHoldTogether(roles: readonly Role[], mode: InstallationMode): boolean {
  return mode === 'evaluation' || roles.filter((role) => exclusiveRoles.includes(role)).length <= 1;
}
