import type { Database, Tx } from '@nexus/db';
import { type Clock, decodeCursor, newId, type Page, type PersonActor, pageOf, systemActor } from '@nexus/kernel';
import {
  MembershipNotFoundError,
  OrganisationActionForbiddenError,
  OrganisationNotFoundError,
  RoleNotHereError,
} from './organisations.errors.ts';
import { mayChangeMembers, mayChangeState, mayEditOrganisation, mayOpenPartner } from './organisations.policy.ts';
import type { AuditPort, InvitedPerson, PeoplePort } from './organisations.ports.ts';
import * as repository from './organisations.repository.ts';
import {
  type Membership,
  networkRoles,
  type OrganisationRole,
  type OrganisationRow,
  type OrganisationState,
  type OrganisationsTables,
  partnerRoles,
} from './organisations.tables.ts';

export type OrganisationsDependencies = {
  database: Pick<Database, 'withActor' | 'withWorker'>;
  people: PeoplePort;
  audit: AuditPort;
  clock: Clock;
};

export type Member = { personId: string; name: string; roles: OrganisationRole[]; since: Date };
export type OwnMembership = Membership & { name: string };

export type OrganisationsService = ReturnType<typeof createOrganisationsService>;

export function createOrganisationsService({ database, people, audit, clock }: OrganisationsDependencies) {
  const act = <R>(actor: PersonActor, run: (tx: repository.OrganisationsTx) => Promise<R>) =>
    database.withActor<OrganisationsTables, R>(actor, run);

  /** Made once, at the first start. */
  async function ensureNetwork(name: string): Promise<string> {
    return await database.withWorker<OrganisationsTables, string>('organisations.network', async (tx) => {
      const existing = await repository.findNetwork(tx);
      if (existing !== null) return existing.id;
      const id = newId(clock.now().getTime());
      await repository.insertOrganisation(tx, {
        id,
        kind: 'network',
        name,
        country: null,
        createdBy: null,
        createdAt: clock.now(),
      });
      return id;
    });
  }

  /** Whoever sets the hub up owns the network. */
  async function welcomeOwner(personId: string): Promise<void> {
    await database.withWorker<OrganisationsTables, void>('organisations.welcome', async (tx) => {
      const network = await repository.findNetwork(tx);
      if (network === null) throw new Error('The network has not been made yet.');
      await repository.insertMember(tx, {
        organisationId: network.id,
        kind: 'network',
        personId,
        role: 'owner',
        addedBy: null,
        addedAt: clock.now(),
      });
      await audit.record(tx as Tx, {
        actor: systemActor('organisations.welcome'),
        action: 'organisation.member_added',
        outcome: 'success',
        objects: [
          { kind: 'organisation', id: network.id },
          { kind: 'person', id: personId },
        ],
        details: { role: 'owner' },
      });
    });
  }

  /** The organisations in which the actor acts, with their roles. */
  async function listOwn(actor: PersonActor): Promise<OwnMembership[]> {
    return await act(actor, async (tx) => {
      const memberships = await repository.membershipsOf(tx, actor.personId);
      const names = await repository.namesOf(
        tx,
        memberships.map(({ organisationId }) => organisationId),
      );
      return memberships.map((each) => ({ ...each, name: names.get(each.organisationId)! }));
    });
  }

  async function list(
    actor: PersonActor,
    query: { cursor?: string | undefined; limit: number; search?: string | undefined },
  ): Promise<Page<OrganisationRow>> {
    const after = query.cursor === undefined ? null : (decodeCursor(query.cursor, 2) as [string, string]);
    const search = query.search?.trim() || null;
    const rows = await act(actor, (tx) => repository.listOrganisations(tx, { after, search, limit: query.limit + 1 }));
    return pageOf(rows, query.limit, (row) => [row.name.toLowerCase(), row.id]);
  }

  async function getIn(tx: repository.OrganisationsTx, id: string): Promise<OrganisationRow> {
    const found = await repository.findOrganisation(tx, id);
    if (found === null) throw new OrganisationNotFoundError();
    return found;
  }

  const get = (actor: PersonActor, id: string) => act(actor, (tx) => getIn(tx, id));

  /**
   * Opens a partner's organisation, in the caller's transaction: its id is the partner's.
   * @throws OrganisationActionForbiddenError unless the actor is of the channel
   */
  async function openPartner(
    tx: Tx,
    actor: PersonActor,
    input: { id: string; name: string; country: string | null },
  ): Promise<void> {
    const own = tx as unknown as repository.OrganisationsTx;
    if (!mayOpenPartner(await repository.membershipsOf(own, actor.personId)))
      throw new OrganisationActionForbiddenError();
    await repository.insertOrganisation(own, {
      ...input,
      kind: 'partner',
      createdBy: actor.personId,
      createdAt: clock.now(),
    });
    await recordFor(tx, actor, 'organisation.created', input.id);
  }

  async function update(
    actor: PersonActor,
    id: string,
    version: number,
    change: { name?: string | undefined; country?: string | null | undefined; state?: OrganisationState | undefined },
  ): Promise<OrganisationRow> {
    return await act(actor, async (tx) => {
      const found = await getIn(tx, id);
      const memberships = await repository.membershipsOf(tx, actor.personId);
      if (!mayEditOrganisation(memberships, found)) throw new OrganisationActionForbiddenError();
      const changesState = change.state !== undefined && change.state !== found.state;
      if (changesState && !mayChangeState(memberships, found.kind)) throw new OrganisationActionForbiddenError();
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      await repository.updateOrganisation(tx, id, version, given);
      await recordFor(tx as Tx, actor, changesState ? 'organisation.state_changed' : 'organisation.updated', id);
      return await getIn(tx, id);
    });
  }

  async function listMembers(actor: PersonActor, id: string): Promise<Member[]> {
    const rows = await act(actor, async (tx) => {
      await getIn(tx, id);
      return await repository.listMembers(tx, id);
    });
    const names = await people.namesOf(
      actor,
      rows.map(({ personId }) => personId),
    );
    const members = new Map<string, Member>();
    for (const { personId, role, addedAt } of rows) {
      const member = members.get(personId) ?? { personId, name: names.get(personId) ?? '', roles: [], since: addedAt };
      member.roles.push(role);
      members.set(personId, member);
    }
    return [...members.values()];
  }

  /**
   * Gives somebody a role, with an account when they have none yet. The account comes first: what follows may be tried again.
   * @throws OrganisationNotFoundError, OrganisationActionForbiddenError, RoleNotHereError, AlreadyHoldsRoleError
   */
  async function invite(
    actor: PersonActor,
    id: string,
    input: { name: string; email: string; locale: string; timeZone: string; role: OrganisationRole },
  ): Promise<InvitedPerson> {
    const { role, ...person } = input;
    const { kind } = await act(actor, (tx) => ensureMayChangeMembers(tx, actor, id));
    const fitting: readonly OrganisationRole[] = kind === 'network' ? networkRoles : partnerRoles;
    if (!fitting.includes(role)) throw new RoleNotHereError();
    const invited = await people.inviteMember(actor, person);
    await act(actor, async (tx) => {
      await ensureMayChangeMembers(tx, actor, id);
      await repository.insertMember(tx, {
        organisationId: id,
        kind,
        personId: invited.personId,
        role,
        addedBy: actor.personId,
        addedAt: clock.now(),
      });
      await recordFor(tx as Tx, actor, 'organisation.member_added', id, invited.personId, role);
    });
    return invited;
  }

  /** @throws MembershipNotFoundError, LastNetworkOwnerError; nobody takes a role from themselves */
  async function removeMember(
    actor: PersonActor,
    id: string,
    member: { personId: string; role: OrganisationRole },
  ): Promise<void> {
    await act(actor, async (tx) => {
      await ensureMayChangeMembers(tx, actor, id);
      if (member.personId === actor.personId) throw new OrganisationActionForbiddenError();
      if (!(await repository.deleteMember(tx, { organisationId: id, ...member }))) throw new MembershipNotFoundError();
      await recordFor(tx as Tx, actor, 'organisation.member_removed', id, member.personId, member.role);
    });
  }

  async function ensureMayChangeMembers(
    tx: repository.OrganisationsTx,
    actor: PersonActor,
    id: string,
  ): Promise<OrganisationRow> {
    const found = await getIn(tx, id);
    if (!mayChangeMembers(await repository.membershipsOf(tx, actor.personId), found))
      throw new OrganisationActionForbiddenError();
    return found;
  }

  async function recordFor(
    tx: Tx,
    actor: PersonActor,
    action: Parameters<AuditPort['record']>[1]['action'],
    organisationId: string,
    personId?: string,
    role?: OrganisationRole,
  ): Promise<void> {
    await audit.record(tx, {
      actor,
      action,
      outcome: 'success',
      objects: [
        { kind: 'organisation', id: organisationId },
        ...(personId === undefined ? [] : [{ kind: 'person', id: personId }]),
      ],
      ...(role === undefined ? {} : { details: { role } }),
    });
  }

  return { ensureNetwork, welcomeOwner, listOwn, list, get, openPartner, update, listMembers, invite, removeMember };
}
