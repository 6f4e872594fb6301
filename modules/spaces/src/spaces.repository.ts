import { runPrepared, type Tx } from '@nexus/db';
import { sql } from 'kysely';
import type { SpaceMemberRow, SpaceRole, SpaceRow, SpacesTables } from './spaces.tables.ts';

type SpacesTx = Tx<SpacesTables>;

export type SpaceWithRole = SpaceRow & { role: SpaceRole };

export async function insertSpace(tx: SpacesTx, space: Omit<SpaceRow, 'state' | 'version'>): Promise<void> {
  await tx
    .insertInto('spaces')
    .values({ ...space, state: 'active', version: 1 })
    .execute();
}

/** A second membership of one person violates `space_members_pkey`, which is mapped to its error. */
export async function insertMember(tx: SpacesTx, member: SpaceMemberRow): Promise<void> {
  await tx.insertInto('spaceMembers').values(member).execute();
}

/** For the worker alone: `on conflict` would need the new row to be visible, which it is not yet to the person who opens a space. */
export async function insertMemberUnlessThere(tx: SpacesTx, member: SpaceMemberRow): Promise<boolean> {
  const result = await tx
    .insertInto('spaceMembers')
    .values(member)
    .onConflict((conflict) => conflict.columns(['spaceId', 'personId']).doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n) === 1;
}

/** Spaces of one person, oldest first. Names are sealed, so sorting by name happens in the service. */
export async function listSpacesOf(tx: SpacesTx, personId: string): Promise<SpaceWithRole[]> {
  return await tx
    .selectFrom('spaces')
    .innerJoin('spaceMembers', 'spaceMembers.spaceId', 'spaces.id')
    .where('spaceMembers.personId', '=', personId)
    .selectAll('spaces')
    .select('spaceMembers.role')
    .orderBy('spaces.id')
    .execute();
}

export async function findSpaceOf(tx: SpacesTx, personId: string, spaceId: string): Promise<SpaceWithRole | null> {
  const row = await tx
    .selectFrom('spaces')
    .innerJoin('spaceMembers', 'spaceMembers.spaceId', 'spaces.id')
    .where('spaces.id', '=', spaceId)
    .where('spaceMembers.personId', '=', personId)
    .selectAll('spaces')
    .select('spaceMembers.role')
    .executeTakeFirst();
  return row ?? null;
}

/** Locks the row, so that two edits with one ETag cannot both pass. */
export async function updateSpace(
  tx: SpacesTx,
  spaceId: string,
  expectedVersion: number,
  change: Partial<Pick<SpaceRow, 'name' | 'state' | 'defaultLabelId' | 'ceilingLabelId'>>,
): Promise<boolean> {
  const result = await tx
    .updateTable('spaces')
    .set({ ...change, version: expectedVersion + 1 })
    .where('id', '=', spaceId)
    .where('version', '=', expectedVersion)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function listMembers(tx: SpacesTx, spaceId: string): Promise<SpaceMemberRow[]> {
  return await tx.selectFrom('spaceMembers').where('spaceId', '=', spaceId).selectAll().orderBy('addedAt').execute();
}

export async function updateMemberRole(
  tx: SpacesTx,
  spaceId: string,
  personId: string,
  role: SpaceRole,
): Promise<boolean> {
  const result = await tx
    .updateTable('spaceMembers')
    .set({ role })
    .where('spaceId', '=', spaceId)
    .where('personId', '=', personId)
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

export async function deleteMember(tx: SpacesTx, spaceId: string, personId: string): Promise<boolean> {
  const result = await tx
    .deleteFrom('spaceMembers')
    .where('spaceId', '=', spaceId)
    .where('personId', '=', personId)
    .executeTakeFirst();
  return result.numDeletedRows === 1n;
}

export async function findMembership(
  tx: SpacesTx,
  personId: string,
  spaceId: string,
): Promise<{ role: SpaceRole; labelId: string; ceilingLabelId: string | null } | null> {
  const row = await tx
    .selectFrom('spaceMembers')
    .innerJoin('spaces', 'spaces.id', 'spaceMembers.spaceId')
    .where('spaceMembers.spaceId', '=', spaceId)
    .where('spaceMembers.personId', '=', personId)
    .select(['spaceMembers.role', 'spaces.defaultLabelId as labelId', 'spaces.ceilingLabelId'])
    .executeTakeFirst();
  return row ?? null;
}

export type SpaceLabels = { defaultLabelId: string; ceilingLabelId: string | null };

/** The spaces of the transaction's own actor. */
export async function listSpaceIdsOfActor(tx: SpacesTx): Promise<string[]> {
  const mine = sql<{ spaceId: string }>`
    select space_id as "spaceId" from space_members where person_id = current_person_id()`;
  const rows = await runPrepared(tx, 'spaces.mine', mine);
  return rows.map((row) => row.spaceId);
}

export async function findSpaceLabels(tx: SpacesTx, spaceId: string): Promise<SpaceLabels> {
  return await tx
    .selectFrom('spaces')
    .where('id', '=', spaceId)
    .select(['defaultLabelId', 'ceilingLabelId'])
    .executeTakeFirstOrThrow();
}

export type OfficersView = { role: SpaceRole | null; ceilingLabelId: string | null };

/** What somebody is in a space, for an officer; nothing for everybody else. */
export async function findMembershipForOfficer(tx: SpacesTx, spaceId: string, personId: string): Promise<OfficersView> {
  const { rows } = await sql<OfficersView>`
    select role, ceiling_label_id as "ceilingLabelId"
    from membership_for_officer(${spaceId}::uuid, ${personId}::uuid)`.execute(tx);
  return rows[0] ?? { role: null, ceilingLabelId: null };
}

export async function findSpaceLabel(tx: SpacesTx, spaceId: string): Promise<string> {
  const row = await tx
    .selectFrom('spaces')
    .where('id', '=', spaceId)
    .select('defaultLabelId')
    .executeTakeFirstOrThrow();
  return row.defaultLabelId;
}
