import { sql } from 'kysely';
import type { AccountsTx } from './accounts.ports.ts';
import type { InstallationMode, PersonState, Role } from './accounts.tables.ts';

export type PersonRow = {
  id: string;
  kind: 'member' | 'demo';
  state: PersonState;
  email: Buffer | null;
  name: Buffer;
  locale: string;
  timeZone: string;
  version: number;
  createdAt: Date;
};

export type NewPerson = Omit<PersonRow, 'version'> & { emailFingerprint: Buffer | null };

const columns = ['id', 'kind', 'state', 'email', 'name', 'locale', 'timeZone', 'version', 'createdAt'] as const;

export async function insertPerson(tx: AccountsTx, person: NewPerson): Promise<void> {
  await tx
    .insertInto('people')
    .values({ ...person, updatedAt: person.createdAt })
    .execute();
}

export async function findPerson(tx: AccountsTx, personId: string): Promise<PersonRow | null> {
  return (await tx.selectFrom('people').select(columns).where('id', '=', personId).executeTakeFirst()) ?? null;
}

export async function findDemoPerson(tx: AccountsTx): Promise<PersonRow | null> {
  return (await tx.selectFrom('people').select(columns).where('kind', '=', 'demo').executeTakeFirst()) ?? null;
}

/** Newest first. `before` is the id of the last person of the page before. */
export async function listPeople(tx: AccountsTx, before: string | null, limit: number): Promise<PersonRow[]> {
  return tx
    .selectFrom('people')
    .select(columns)
    .$if(before !== null, (query) => query.where('id', '<', before))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();
}

/** Moves somebody from one state to another; false when they were not in `from` (any more). */
export async function changePersonState(
  tx: AccountsTx,
  personId: string,
  change: { from: PersonState; to: PersonState; at: Date },
): Promise<boolean> {
  const result = await tx
    .updateTable('people')
    .set((row) => ({ state: change.to, version: row('version', '+', 1), updatedAt: change.at }))
    .where('id', '=', personId)
    .where('state', '=', change.from)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Whether the person has ever chosen a password. Answered for administrators only. */
export async function hasJoined(tx: AccountsTx, personId: string): Promise<boolean> {
  const { rows } = await sql<{ hasJoined: boolean }>`select has_joined(${personId})`.execute(tx);
  return rows[0]!.hasJoined;
}

export async function rolesOf(tx: AccountsTx, personIds: readonly string[]): Promise<Map<string, Role[]>> {
  const roles = new Map<string, Role[]>(personIds.map((id) => [id, []]));
  if (personIds.length === 0) return roles;
  const rows = await tx
    .selectFrom('personRoles')
    .select(['personId', 'role'])
    .where('personId', 'in', personIds)
    .orderBy('role')
    .execute();
  for (const row of rows) roles.get(row.personId)?.push(row.role);
  return roles;
}

/** False when the person has the role already. */
export async function insertRole(
  tx: AccountsTx,
  grant: { personId: string; role: Role; grantedBy: string; grantedAt: Date },
): Promise<boolean> {
  const result = await tx
    .insertInto('personRoles')
    .values(grant)
    .onConflict((conflict) => conflict.columns(['personId', 'role']).doNothing())
    .executeTakeFirst();
  return result.numInsertedOrUpdatedRows === 1n;
}

export async function deleteRole(tx: AccountsTx, personId: string, role: Role): Promise<boolean> {
  const result = await tx
    .deleteFrom('personRoles')
    .where('personId', '=', personId)
    .where('role', '=', role)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

/** Null leaves a field as it is. False when the caller is no active person with an account. */
export async function updateOwnProfile(
  tx: AccountsTx,
  change: { name: Buffer | null; locale: string | null; timeZone: string | null; at: Date },
): Promise<boolean> {
  const { name, locale, timeZone, at } = change;
  const { rows } = await sql<{ isDone: boolean }>`
    select update_own_profile(${name}, ${locale}, ${timeZone}, ${at}) as is_done`.execute(tx);
  return rows[0]!.isDone;
}

export async function isRoleHeld(tx: AccountsTx, role: Role): Promise<boolean> {
  const { rows } = await sql<{ isHeld: boolean }>`select role_is_held(${role}) as is_held`.execute(tx);
  return rows[0]!.isHeld;
}

export async function findNames(tx: AccountsTx, personIds: readonly string[]): Promise<{ id: string; name: Buffer }[]> {
  const { rows } = await sql<{ id: string; name: Buffer }>`select * from person_names(${[...personIds]})`.execute(tx);
  return rows;
}

/** Null when there is no such active person. */
export async function findRolesOfActive(tx: AccountsTx, personId: string): Promise<string[] | null> {
  const { rows } = await sql<{ roles: string[] | null }>`select roles_of_person(${personId}) as roles`.execute(tx);
  return rows[0]?.roles ?? null;
}

export type ActivePersonRow = { id: string; name: Buffer; email: Buffer | null; roles: string[] };

/** Everybody active but the demonstration person, for whoever is signed in: who is shown them is the caller's to decide. */
export async function listActivePeople(tx: AccountsTx): Promise<ActivePersonRow[]> {
  return (await sql<ActivePersonRow>`select id, name, email, roles from active_people()`.execute(tx)).rows;
}

export async function findInstallationMode(tx: AccountsTx): Promise<InstallationMode | null> {
  return (await tx.selectFrom('installation').select('mode').executeTakeFirst())?.mode ?? null;
}

/** The mode that holds afterwards: the wanted one at first, later production when roles are apart, and never back. */
export async function setInstallationMode(
  tx: AccountsTx,
  wanted: InstallationMode,
  at: Date,
): Promise<InstallationMode> {
  const { rows } = await sql<{
    mode: InstallationMode;
  }>`select set_installation_mode(${wanted}, ${at}) as mode`.execute(tx);
  return rows[0]!.mode;
}
