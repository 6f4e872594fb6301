import { hashToken, newToken } from '@nexus/crypto';
import {
  decodeCursor,
  ForbiddenError,
  InvalidInputError,
  isUuid,
  newId,
  type Page,
  type PersonActor,
  pageOf,
} from '@nexus/kernel';
import type { AccountsAction } from './accounts.actions.ts';
import { PersonNotFoundError, PersonStateError, SecondFactorStateError } from './accounts.errors.ts';
import type { InnerParts } from './accounts.parts.ts';
import { mayChangeRole, mayListPeople, mayManagePeople, maySuspend } from './accounts.policy.ts';
import type { AccountsTx } from './accounts.ports.ts';
import type { Role } from './accounts.tables.ts';
import { type PersonView, personView } from './accounts.view.ts';
import * as people from './people.repository.ts';
import { sealedFields } from './sealed-fields.ts';
import { resetSecondFactor as deleteSecondFactorOf } from './second-factor.repository.ts';
import { deleteSessions } from './sessions.repository.ts';
import { deleteInvitation, replaceInvitation } from './setup.repository.ts';

export type Invitation = { token: string; expiresAt: Date };

export const invitationDays = 7;

export function createPeopleService(parts: InnerParts) {
  const { database, audit, clock, ended } = parts;
  const fields = sealedFields(parts.sealer);

  type Duty = {
    action: AccountsAction | null;
    personId?: string;
    details?: Record<string, string>;
    isAllowed: (roles: readonly Role[], tx: AccountsTx) => boolean | Promise<boolean>;
  };

  /**
   * Runs `work` when the policy allows it and records it in the same transaction; otherwise records the refusal.
   * Roles are read here and not taken from the session: they may have been revoked since it began.
   */
  async function onDuty<Result>(
    actor: PersonActor,
    duty: Duty,
    work: (tx: AccountsTx) => Promise<Result>,
  ): Promise<Result> {
    const { action, personId, details } = duty;
    const about = {
      ...(personId === undefined ? {} : { objects: [{ kind: 'person', id: personId }] }),
      ...(details === undefined ? {} : { details }),
    };
    const outcome = await database.withActor(actor, async (tx: AccountsTx) => {
      const roles = (await people.rolesOf(tx, [actor.personId])).get(actor.personId)!;
      if (!(await duty.isAllowed(roles, tx))) {
        await audit.record(tx, {
          actor,
          action: action ?? 'request.denied',
          outcome: 'denied',
          reason: 'policy',
          ...about,
        });
        return null;
      }
      const result = await work(tx);
      if (action !== null) await audit.record(tx, { actor, action, outcome: 'success', ...about });
      return { result };
    });
    if (outcome === null) throw new ForbiddenError('Your role does not include this.');
    return outcome.result;
  }

  async function readPerson(tx: AccountsTx, personId: string): Promise<PersonView> {
    const row = await people.findPerson(tx, personId);
    if (row === null) throw new PersonNotFoundError('There is nobody with this id.');
    const roles = await people.rolesOf(tx, [personId]);
    return personView(row, roles.get(personId)!, fields);
  }

  async function issueInvitation(tx: AccountsTx, actor: PersonActor, personId: string, at: Date): Promise<Invitation> {
    const token = newToken();
    const expiresAt = new Date(at.getTime() + invitationDays * 86_400_000);
    await replaceInvitation(tx, {
      personId,
      tokenHash: hashToken(token),
      invitedBy: actor.personId,
      createdAt: at,
      expiresAt,
    });
    return { token, expiresAt };
  }

  async function listPeople(
    actor: PersonActor,
    page: { cursor?: string | undefined; limit: number },
  ): Promise<Page<PersonView>> {
    const before = page.cursor === undefined ? null : lastIdOf(page.cursor);
    return onDuty(actor, { action: null, isAllowed: mayListPeople }, async (tx) => {
      const rows = await people.listPeople(tx, before, page.limit + 1);
      const { items, nextCursor } = pageOf(rows, page.limit, (row) => [row.id]);
      const roles = await people.rolesOf(
        tx,
        items.map((row) => row.id),
      );
      return { items: items.map((row) => personView(row, roles.get(row.id)!, fields)), nextCursor };
    });
  }

  async function getPerson(actor: PersonActor, personId: string): Promise<PersonView> {
    return onDuty(actor, { action: null, personId, isAllowed: mayListPeople }, (tx) => readPerson(tx, personId));
  }

  /** Adds somebody who chooses a password through a one-time link. @throws EmailTakenError */
  async function invitePerson(
    actor: PersonActor,
    input: { name: string; email: string; locale: string; timeZone: string },
  ): Promise<{ person: PersonView; invitation: Invitation }> {
    const now = clock.now();
    const personId = newId(now.getTime());
    return onDuty(actor, { action: 'person.created', personId, isAllowed: mayManagePeople }, async (tx) => {
      await people.insertPerson(tx, {
        id: personId,
        kind: 'member',
        state: 'invited',
        emailFingerprint: fields.emailFingerprint(input.email),
        email: fields.email.seal(personId, input.email),
        name: fields.personName.seal(personId, input.name),
        locale: input.locale,
        timeZone: input.timeZone,
        createdAt: now,
      });
      return { invitation: await issueInvitation(tx, actor, personId, now), person: await readPerson(tx, personId) };
    });
  }

  /** A new link in place of the one before, for somebody who has not used theirs. @throws PersonStateError */
  async function renewInvitation(actor: PersonActor, personId: string): Promise<Invitation> {
    return onDuty(actor, { action: 'person.invited', personId, isAllowed: mayManagePeople }, async (tx) => {
      const person = await readPerson(tx, personId);
      if (person.state !== 'invited') throw new PersonStateError('This person has joined already.');
      return issueInvitation(tx, actor, personId, clock.now());
    });
  }

  /** Takes effect at once: sessions end, tokens stop, an open invitation is void. @throws PersonStateError, LastHolderError */
  async function suspendPerson(actor: PersonActor, personId: string): Promise<PersonView> {
    const isAllowed = (roles: readonly Role[]) => maySuspend(roles, actor.personId, personId);
    const person = await onDuty(actor, { action: 'person.suspended', personId, isAllowed }, async (tx) => {
      const { state } = await readPerson(tx, personId);
      const at = clock.now();
      const isChanged =
        state !== 'suspended' && (await people.changePersonState(tx, personId, { from: state, to: 'suspended', at }));
      if (!isChanged) throw new PersonStateError('This person is suspended already.');
      await deleteSessions(tx, personId, null);
      await deleteInvitation(tx, personId);
      return readPerson(tx, personId);
    });
    ended.tell({ personId });
    return person;
  }

  async function reactivatePerson(actor: PersonActor, personId: string): Promise<PersonView> {
    const isAllowed = (roles: readonly Role[]) => maySuspend(roles, actor.personId, personId);
    return onDuty(actor, { action: 'person.reactivated', personId, isAllowed }, async (tx) => {
      await readPerson(tx, personId);
      const to = (await people.hasJoined(tx, personId)) ? 'active' : 'invited';
      const at = clock.now();
      const isChanged = await people.changePersonState(tx, personId, { from: 'suspended', to, at });
      if (!isChanged) throw new PersonStateError('This person is not suspended.');
      return readPerson(tx, personId);
    });
  }

  /** For somebody who lost telephone and recovery codes. Their password still stands. @throws SecondFactorStateError */
  async function resetSecondFactor(actor: PersonActor, personId: string): Promise<void> {
    const isAllowed = (roles: readonly Role[]) => maySuspend(roles, actor.personId, personId);
    await onDuty(actor, { action: 'second_factor.reset', personId, isAllowed }, async (tx) => {
      await readPerson(tx, personId);
      if (!(await deleteSecondFactorOf(tx, personId)))
        throw new SecondFactorStateError('This person has no second step.');
    });
  }

  function roleDuty(actor: PersonActor, action: AccountsAction, personId: string, role: Role): Duty {
    return {
      action,
      personId,
      details: { role },
      isAllowed: async (actorRoles, tx) => {
        const officerExists = await people.isRoleHeld(tx, 'officer');
        return mayChangeRole({ actorRoles, actorId: actor.personId, personId, role, officerExists });
      },
    };
  }

  /** @throws RolesExcludeError when the person holds another of the three and the evaluation is over */
  async function grantRole(actor: PersonActor, personId: string, role: Role): Promise<PersonView> {
    return onDuty(actor, roleDuty(actor, 'role.granted', personId, role), async (tx) => {
      const person = await readPerson(tx, personId);
      if (person.kind === 'demo') throw new PersonStateError('The demonstration person takes no role.');
      await people.insertRole(tx, { personId, role, grantedBy: actor.personId, grantedAt: clock.now() });
      return readPerson(tx, personId);
    });
  }

  /** @throws LastHolderError for the last administrator and the last officer */
  async function revokeRole(actor: PersonActor, personId: string, role: Role): Promise<PersonView> {
    return onDuty(actor, roleDuty(actor, 'role.revoked', personId, role), async (tx) => {
      await readPerson(tx, personId);
      await people.deleteRole(tx, personId, role);
      return readPerson(tx, personId);
    });
  }

  /** Names of people whose ids the caller has already, such as the members of a space. Unknown ids are left out. */
  async function namesOf(actor: PersonActor, personIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await database.withActor(actor, (tx: AccountsTx) => people.findNames(tx, personIds));
    return new Map(rows.map((row) => [row.id, fields.personName.open(row.id, row.name)]));
  }

  /** Duties that an active person holds in the installation; null when there is no such active person. */
  async function findRoles(actor: PersonActor, personId: string): Promise<string[] | null> {
    return await database.withActor(actor, (tx: AccountsTx) => people.findRolesOfActive(tx, personId));
  }

  return {
    findRoles,
    listPeople,
    getPerson,
    invitePerson,
    renewInvitation,
    suspendPerson,
    reactivatePerson,
    resetSecondFactor,
    grantRole,
    revokeRole,
    namesOf,
  };
}

function lastIdOf(cursor: string): string {
  const [id] = decodeCursor(cursor, 1);
  if (typeof id === 'string' && isUuid(id)) return id;
  throw new InvalidInputError('The cursor is not valid; start again from the first page.');
}
