import type { Tx } from '@nexus/db';
import { StaleVersionError } from '@nexus/kernel';
import { sql } from 'kysely';
import type {
  Membership,
  OrganisationMemberRow,
  OrganisationRow,
  OrganisationsTables,
} from './organisations.tables.ts';

export type OrganisationsTx = Tx<OrganisationsTables>;

export async function insertOrganisation(
  tx: OrganisationsTx,
  organisation: Omit<OrganisationRow, 'state' | 'version'>,
): Promise<void> {
  await tx
    .insertInto('organisations')
    .values({ ...organisation, state: 'active', version: 1 })
    .execute();
}

export async function findNetwork(tx: OrganisationsTx): Promise<OrganisationRow | null> {
  const row = await tx.selectFrom('organisations').where('kind', '=', 'network').selectAll().executeTakeFirst();
  return row ?? null;
}

export async function findOrganisation(tx: OrganisationsTx, id: string): Promise<OrganisationRow | null> {
  return (await tx.selectFrom('organisations').where('id', '=', id).selectAll().executeTakeFirst()) ?? null;
}

/** Those that the actor may see, by name; a page after a name and id. `search` is a part of the name. */
export async function listOrganisations(
  tx: OrganisationsTx,
  query: { after: [string, string] | null; search: string | null; limit: number },
): Promise<OrganisationRow[]> {
  const folded = sql<string>`lower(name)`;
  return await tx
    .selectFrom('organisations')
    .selectAll()
    .$if(query.after !== null, (q) =>
      q.where(sql<boolean>`(lower(name), id) > (${query.after![0]}, ${query.after![1]}::uuid)`),
    )
    .$if(query.search !== null, (q) => q.where(folded, 'like', `%${likeText(query.search!.toLowerCase())}%`))
    .orderBy(folded)
    .orderBy('id')
    .limit(query.limit)
    .execute();
}

/** @throws StaleVersionError when somebody changed it meanwhile */
export async function updateOrganisation(
  tx: OrganisationsTx,
  id: string,
  version: number,
  change: Partial<Pick<OrganisationRow, 'name' | 'country' | 'state'>>,
): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable('organisations')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new StaleVersionError('Somebody changed this organisation meanwhile; look again.');
}

export async function insertMember(tx: OrganisationsTx, member: OrganisationMemberRow): Promise<void> {
  await tx.insertInto('organisationMembers').values(member).execute();
}

export async function deleteMember(
  tx: OrganisationsTx,
  member: Pick<OrganisationMemberRow, 'organisationId' | 'personId' | 'role'>,
): Promise<boolean> {
  const { numDeletedRows } = await tx
    .deleteFrom('organisationMembers')
    .where('organisationId', '=', member.organisationId)
    .where('personId', '=', member.personId)
    .where('role', '=', member.role)
    .executeTakeFirst();
  return numDeletedRows === 1n;
}

export async function listMembers(tx: OrganisationsTx, organisationId: string): Promise<OrganisationMemberRow[]> {
  return await tx
    .selectFrom('organisationMembers')
    .where('organisationId', '=', organisationId)
    .selectAll()
    .orderBy('addedAt')
    .orderBy('role')
    .execute();
}

/** Of somebody whom the actor may see: oneself, colleagues, for the network everybody. Inactive organisations are left out. */
export async function membershipsOf(tx: OrganisationsTx, personId: string): Promise<Membership[]> {
  const rows = await tx
    .selectFrom('organisationMembers')
    .innerJoin('organisations', 'organisations.id', 'organisationMembers.organisationId')
    .where('personId', '=', personId)
    .where('organisations.state', '=', 'active')
    .select(['organisationId', 'organisations.kind', 'role'])
    .orderBy('organisationId')
    .orderBy('role')
    .execute();
  const found = new Map<string, Membership>();
  for (const { organisationId, kind, role } of rows) {
    const membership = found.get(organisationId) ?? { organisationId, kind, roles: [] };
    membership.roles.push(role);
    found.set(organisationId, membership);
  }
  return [...found.values()];
}

export async function namesOf(tx: OrganisationsTx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('organisations')
    .where('id', 'in', [...new Set(ids)])
    .select(['id', 'name'])
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Signs that mean something in a pattern stand for themselves. */
function likeText(text: string): string {
  return text.replaceAll(/[\\%_]/g, '\\$&');
}
