import type { Sealer } from '@nexus/crypto';
import type { Database, Tx } from '@nexus/db';
import { type Actor, type Clock, newId, type PersonActor, StaleVersionError } from '@nexus/kernel';
import {
  DefaultAboveCeilingError,
  MemberNotFoundError,
  SpaceActionForbiddenError,
  SpaceLabelNotFoundError,
  SpaceNeedsAnotherOwnerError,
  SpaceNotFoundError,
  UnknownPersonError,
} from './spaces.errors.ts';
import { mayChangeMembers, mayCreateSpace, mayEditSpace, mayHoldContent, mayRemoveMember } from './spaces.policy.ts';
import type { AuditPort, KeyringPort, LabelsPort, LabelView, PeoplePort } from './spaces.ports.ts';
import * as repository from './spaces.repository.ts';
import type { SpaceRole, SpacesTables } from './spaces.tables.ts';

export type Space = {
  id: string;
  name: string;
  defaultLabelId: string;
  /** Null when it is above the person who looks. */
  defaultLabel: LabelView | null;
  ceilingLabelId: string | null;
  /** Null when there is none, or when it is above the person who looks. */
  ceilingLabel: LabelView | null;
  state: 'active' | 'archived';
  version: number;
  createdAt: Date;
  role: SpaceRole;
};

export type Member = { personId: string; name: string; role: SpaceRole; addedAt: Date };

export type NewSpace = {
  name: string;
  ownerId?: string | undefined;
  defaultLabelId?: string | undefined;
  ceilingLabelId?: string | undefined;
};

export type SpaceChange = {
  name?: string | undefined;
  state?: 'active' | 'archived' | undefined;
  defaultLabelId?: string | undefined;
  ceilingLabelId?: string | null | undefined;
};

/** The lowest label of every set; what a space is given when nobody says otherwise. */
export const defaultLabelId = '00000000-0000-7000-8000-000000000001';

export type SpacesDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  keyring: KeyringPort;
  people: PeoplePort;
  labels: LabelsPort;
  audit: AuditPort;
  clock: Clock;
  isEvaluation: () => boolean;
};

export type SpacesService = ReturnType<typeof createSpacesService>;

export function createSpacesService(dependencies: SpacesDependencies) {
  const { database, keyring, people, labels, audit, clock, isEvaluation } = dependencies;
  const act = <R>(actor: PersonActor, run: (tx: Tx<SpacesTables>) => Promise<R>) =>
    database.withActor<SpacesTables, R>(actor, run);

  const sealName = (sealer: Sealer, spaceId: string, name: string) =>
    sealer.sealText({ kind: 'spaces.name', objectId: spaceId }, name);

  type Readable = Awaited<ReturnType<LabelsPort['readableIn']>>;

  async function open(row: repository.SpaceWithRole, readable: Readable): Promise<Space> {
    const sealer = await keyring.forSpace(row.id);
    const name = sealer.openText({ kind: 'spaces.name', objectId: row.id }, row.name);
    const { id, state, version, createdAt, role } = row;
    return { id, name, ...labelsOf(row, readable), state, version, createdAt, role };
  }

  function labelsOf({ defaultLabelId, ceilingLabelId }: repository.SpaceLabels, readable: Readable) {
    const viewOf = (labelId: string | null) =>
      labelId !== null && readable.has(labelId) ? labels.viewOf(labelId) : null;
    return {
      defaultLabelId,
      defaultLabel: viewOf(defaultLabelId),
      ceilingLabelId,
      ceilingLabel: viewOf(ceilingLabelId),
    };
  }

  /** Nobody gives a space a label that they may not read, but the lowest; and none above its ceiling by default. */
  function ensureLabels(readable: Readable, given: readonly (string | null)[], result: repository.SpaceLabels): void {
    for (const labelId of given)
      if (labelId !== null && labelId !== defaultLabelId && !readable.has(labelId)) throw new SpaceLabelNotFoundError();
    if (!labels.isAllowedBelow(result.defaultLabelId, result.ceilingLabelId)) throw new DefaultAboveCeilingError();
  }

  async function getInTx(tx: Tx<SpacesTables>, actor: PersonActor, spaceId: string): Promise<Space> {
    const row = await repository.findSpaceOf(tx, actor.personId, spaceId);
    if (!row) throw new SpaceNotFoundError();
    return await open(row, await labels.readableIn(tx as Tx));
  }

  /** @throws SpaceNeedsAnotherOwnerError when the creator may not hold content and names nobody else. */
  async function create(actor: PersonActor, input: NewSpace): Promise<Space> {
    const ownerId = input.ownerId ?? actor.personId;
    const roles = (await people.findRoles(actor, actor.personId)) ?? [];
    if (!mayCreateSpace(roles, isEvaluation())) throw new SpaceActionForbiddenError();
    const ownerRoles = ownerId === actor.personId ? roles : await people.findRoles(actor, ownerId);
    if (!ownerRoles) throw new UnknownPersonError();
    if (!mayHoldContent(ownerRoles, isEvaluation())) throw new SpaceNeedsAnotherOwnerError();

    const spaceId = newId();
    const now = clock.now();
    return await act(actor, async (tx) => {
      const readable = await labels.readableIn(tx as Tx);
      const own = {
        defaultLabelId: input.defaultLabelId ?? defaultLabelId,
        ceilingLabelId: input.ceilingLabelId ?? null,
      };
      ensureLabels(readable, [own.defaultLabelId, own.ceilingLabelId], own);
      const sealer = await keyring.createSpaceKey(tx as Tx, spaceId);
      const name = sealName(sealer, spaceId, input.name);
      await repository.insertSpace(tx, {
        id: spaceId,
        name,
        ...own,
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
        ...labelsOf(own, readable),
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
      const row = { id: spaceId, name, defaultLabelId, ceilingLabelId: null, createdBy: null, createdAt: now };
      await repository.insertSpace(tx, row);
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
    const { rows, readable } = await act(actor, async (tx) => ({
      rows: await repository.listSpacesOf(tx, actor.personId),
      readable: await labels.readableIn(tx as Tx),
    }));
    const spaces = await Promise.all(rows.map((row) => open(row, readable)));
    return spaces.sort((a, b) => a.name.localeCompare(b.name, 'es'));
  }

  async function get(actor: PersonActor, spaceId: string): Promise<Space> {
    return await act(actor, (tx) => getInTx(tx, actor, spaceId));
  }

  async function update(
    actor: PersonActor,
    spaceId: string,
    expectedVersion: number,
    change: SpaceChange,
  ): Promise<Space> {
    const sealer = await keyring.forSpace(spaceId);
    return await act(actor, async (tx) => {
      const space = await getInTx(tx, actor, spaceId);
      if (!mayEditSpace(space.role)) throw new SpaceActionForbiddenError();
      const { defaultLabelId: given, ceilingLabelId: ceiling } = change;
      const changed = [
        ...(given === undefined || given === space.defaultLabelId ? [] : [given]),
        // Who may not read the ceiling may not take it away either.
        ...(ceiling === undefined || ceiling === space.ceilingLabelId ? [] : [ceiling, space.ceilingLabelId]),
      ];
      const result = {
        defaultLabelId: given ?? space.defaultLabelId,
        ceilingLabelId: ceiling === undefined ? space.ceilingLabelId : ceiling,
      };
      if (changed.length > 0) ensureLabels(await labels.readableIn(tx as Tx), changed, result);
      const isUpdated = await repository.updateSpace(tx, spaceId, expectedVersion, {
        ...(change.name === undefined ? {} : { name: sealName(sealer, spaceId, change.name) }),
        ...(change.state === undefined ? {} : { state: change.state }),
        ...(given === undefined ? {} : { defaultLabelId: given }),
        ...(ceiling === undefined ? {} : { ceilingLabelId: ceiling }),
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
