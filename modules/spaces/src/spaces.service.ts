import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import { type Actor, type Clock, newId, type PersonActor, StaleVersionError } from '@nexus/kernel';
import {
  MemberNotFoundError,
  SpaceActionForbiddenError,
  SpaceNeedsAnotherOwnerError,
  SpaceNotFoundError,
  UnknownPersonError,
} from './spaces.errors.ts';
import { mayChangeMembers, mayCreateSpace, mayEditSpace, mayHoldContent, mayRemoveMember } from './spaces.policy.ts';
import type { AuditPort, KeyringPort, PeoplePort } from './spaces.ports.ts';
import * as repository from './spaces.repository.ts';
import type { SpaceRole, SpacesTables } from './spaces.tables.ts';

export type Space = {
  id: string;
  name: string;
  defaultLabelId: string;
  state: 'active' | 'archived';
  version: number;
  createdAt: Date;
  role: SpaceRole;
};

export type Member = { personId: string; name: string; role: SpaceRole; addedAt: Date };

/** Until an installation has a label set of its own, everything carries this one label. */
export const defaultLabelId = '00000000-0000-7000-8000-000000000001';

export type SpacesDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  keyring: KeyringPort;
  people: PeoplePort;
  audit: AuditPort;
  clock: Clock;
  isEvaluation: () => boolean;
};

export type SpacesService = ReturnType<typeof createSpacesService>;

export function createSpacesService({ database, keyring, people, audit, clock, isEvaluation }: SpacesDependencies) {
  const act = <R>(actor: PersonActor, run: (tx: Tx<SpacesTables>) => Promise<R>) =>
    database.withActor<SpacesTables, R>(actor, run);

  const sealName = (sealer: Sealer, spaceId: string, name: string) =>
    sealer.sealText({ kind: 'spaces.name', objectId: spaceId }, name);

  async function open(row: repository.SpaceWithRole): Promise<Space> {
    const sealer = await keyring.forSpace(row.id);
    const name = sealer.openText({ kind: 'spaces.name', objectId: row.id }, row.name);
    const { id, defaultLabelId, state, version, createdAt, role } = row;
    return { id, name, defaultLabelId, state, version, createdAt, role };
  }

  async function getInTx(tx: Tx<SpacesTables>, actor: PersonActor, spaceId: string): Promise<Space> {
    const row = await repository.findSpaceOf(tx, actor.personId, spaceId);
    if (!row) throw new SpaceNotFoundError();
    return await open(row);
  }

  /** @throws SpaceNeedsAnotherOwnerError when the creator may not hold content and names nobody else. */
  async function create(actor: PersonActor, input: { name: string; ownerId?: string | undefined }): Promise<Space> {
    const ownerId = input.ownerId ?? actor.personId;
    const roles = (await people.findRoles(actor, actor.personId)) ?? [];
    if (!mayCreateSpace(roles, isEvaluation())) throw new SpaceActionForbiddenError();
    const ownerRoles = ownerId === actor.personId ? roles : await people.findRoles(actor, ownerId);
    if (!ownerRoles) throw new UnknownPersonError();
    if (!mayHoldContent(ownerRoles, isEvaluation())) throw new SpaceNeedsAnotherOwnerError();

    const spaceId = newId();
    const now = clock.now();
    return await act(actor, async (tx) => {
      const sealer = await keyring.createSpaceKey(tx as Tx, spaceId);
      const name = sealName(sealer, spaceId, input.name);
      await repository.insertSpace(tx, {
        id: spaceId,
        name,
        defaultLabelId,
        createdBy: actor.personId,
        createdAt: now,
      });
      await repository.insertMember(tx, {
        spaceId,
        personId: ownerId,
        role: 'owner',
        addedBy: actor.personId,
        addedAt: now,
      });
      await recordKey(tx, actor, spaceId);
      await audit.record(tx as Tx, {
        actor,
        action: 'space.created',
        outcome: 'success',
        spaceId,
        objects: [{ kind: 'person', id: ownerId }],
      });
      return {
        id: spaceId,
        name: input.name,
        defaultLabelId,
        state: 'active',
        version: 1,
        createdAt: now,
        role: 'owner',
      };
    });
  }

  /** A space that the server itself opens (the sample space of the first run). */
  async function createBySystem(job: string, input: { name: string; ownerId: string }): Promise<string> {
    const spaceId = newId();
    const now = clock.now();
    await database.withWorker<SpacesTables, void>(job, async (tx) => {
      const sealer = await keyring.createSpaceKey(tx as Tx, spaceId);
      const name = sealName(sealer, spaceId, input.name);
      await repository.insertSpace(tx, { id: spaceId, name, defaultLabelId, createdBy: null, createdAt: now });
      await repository.insertMember(tx, {
        spaceId,
        personId: input.ownerId,
        role: 'owner',
        addedBy: null,
        addedAt: now,
      });
      await recordKey(tx, { kind: 'system', job }, spaceId);
      await audit.record(tx as Tx, {
        actor: { kind: 'system', job },
        action: 'space.created',
        outcome: 'success',
        spaceId,
      });
    });
    return spaceId;
  }

  /** Adds a member on the server's own account: the first administrator of an evaluation joins the sample space. */
  async function addMemberBySystem(job: string, spaceId: string, personId: string, role: SpaceRole): Promise<void> {
    await database.withWorker<SpacesTables, void>(job, async (tx) => {
      const added = await repository.insertMemberUnlessThere(tx, {
        spaceId,
        personId,
        role,
        addedBy: null,
        addedAt: clock.now(),
      });
      if (!added) return;
      await audit.record(tx as Tx, {
        actor: { kind: 'system', job },
        action: 'space.member_added',
        outcome: 'success',
        spaceId,
        objects: [{ kind: 'person', id: personId }],
      });
    });
  }

  /** The spaces that the person is a member of, by name. Not paged: one person's spaces fit a screen's memory. */
  async function list(actor: PersonActor): Promise<Space[]> {
    const rows = await act(actor, (tx) => repository.listSpacesOf(tx, actor.personId));
    const spaces = await Promise.all(rows.map(open));
    return spaces.sort((a, b) => a.name.localeCompare(b.name, 'es'));
  }

  async function get(actor: PersonActor, spaceId: string): Promise<Space> {
    return await act(actor, (tx) => getInTx(tx, actor, spaceId));
  }

  async function update(
    actor: PersonActor,
    spaceId: string,
    expectedVersion: number,
    change: { name?: string | undefined; state?: 'active' | 'archived' | undefined },
  ): Promise<Space> {
    const sealer = await keyring.forSpace(spaceId);
    return await act(actor, async (tx) => {
      const space = await getInTx(tx, actor, spaceId);
      if (!mayEditSpace(space.role)) throw new SpaceActionForbiddenError();
      const isUpdated = await repository.updateSpace(tx, spaceId, expectedVersion, {
        ...(change.name === undefined ? {} : { name: sealName(sealer, spaceId, change.name) }),
        ...(change.state === undefined ? {} : { state: change.state }),
      });
      if (!isUpdated) throw new StaleVersionError('Somebody changed this space in the meantime. Load it again.');
      await audit.record(tx as Tx, { actor, action: 'space.updated', outcome: 'success', spaceId });
      return await getInTx(tx, actor, spaceId);
    });
  }

  async function listMembers(actor: PersonActor, spaceId: string): Promise<Member[]> {
    const rows = await act(actor, async (tx) => {
      await getInTx(tx, actor, spaceId);
      return await repository.listMembers(tx, spaceId);
    });
    const names = await people.namesOf(
      actor,
      rows.map((row) => row.personId),
    );
    return rows.map(({ personId, role, addedAt }) => ({ personId, name: names.get(personId) ?? '', role, addedAt }));
  }

  async function addMember(actor: PersonActor, spaceId: string, personId: string, role: SpaceRole): Promise<void> {
    const roles = await people.findRoles(actor, personId);
    await act(actor, async (tx) => {
      const space = await getInTx(tx, actor, spaceId);
      if (!mayChangeMembers(space.role)) throw new SpaceActionForbiddenError();
      if (!roles) throw new UnknownPersonError();
      if (!mayHoldContent(roles, isEvaluation())) throw new SpaceActionForbiddenError();
      const member = { spaceId, personId, role, addedBy: actor.personId, addedAt: clock.now() };
      await repository.insertMember(tx, member);
      await recordMember(tx, actor, 'space.member_added', spaceId, personId, { role });
    });
  }

  async function changeMemberRole(
    actor: PersonActor,
    spaceId: string,
    personId: string,
    role: SpaceRole,
  ): Promise<void> {
    await act(actor, async (tx) => {
      const space = await getInTx(tx, actor, spaceId);
      if (!mayChangeMembers(space.role)) throw new SpaceActionForbiddenError();
      if (!(await repository.updateMemberRole(tx, spaceId, personId, role))) throw new MemberNotFoundError();
      await recordMember(tx, actor, 'space.member_role_changed', spaceId, personId, { role });
    });
  }

  async function removeMember(actor: PersonActor, spaceId: string, personId: string): Promise<void> {
    await act(actor, async (tx) => {
      const space = await getInTx(tx, actor, spaceId);
      if (!mayRemoveMember(space.role, personId === actor.personId)) throw new SpaceActionForbiddenError();
      // The entry goes first: after leaving, the person may no longer write about this space.
      await recordMember(tx, actor, 'space.member_removed', spaceId, personId, {});
      if (!(await repository.deleteMember(tx, spaceId, personId))) throw new MemberNotFoundError();
    });
  }

  async function recordKey(tx: Tx<SpacesTables>, actor: Actor, spaceId: string): Promise<void> {
    await audit.record(tx as Tx, { actor, action: 'key.created', outcome: 'success', spaceId });
  }

  async function recordMember(
    tx: Tx<SpacesTables>,
    actor: PersonActor,
    action: string,
    spaceId: string,
    personId: string,
    details: Record<string, unknown>,
  ): Promise<void> {
    const objects = [{ kind: 'person', id: personId }];
    await audit.record(tx as Tx, { actor, action, outcome: 'success', spaceId, objects, details });
  }

  return {
    create,
    createBySystem,
    addMemberBySystem,
    list,
    get,
    update,
    listMembers,
    addMember,
    changeMemberRole,
    removeMember,
  };
}
