import { hashPassword, hashToken, newToken } from '@nexus/crypto';
import { anonymous, ForbiddenError, NotFoundError, newId, type PersonActor } from '@nexus/kernel';
import type { AccountsAction } from './accounts.actions.ts';
import { LinkNotValidError, PersonStateError, ResetNotApprovedError } from './accounts.errors.ts';
import type { InnerParts } from './accounts.parts.ts';
import { mayApproveReset, maySuspend } from './accounts.policy.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { auditedSource } from './audited-source.ts';
import * as resets from './password-resets.repository.ts';
import { ensureAcceptablePassword } from './password-rules.ts';
import * as people from './people.repository.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';

const resetHours = 24;

/**
 * The way back from a forgotten password. An administrator issues a link and hands it over; under production another administrator or an officer
 * says yes to it before it works. The link sets a password and opens no session: a second step is asked for as always.
 */
export function createPasswordResetsService(parts: InnerParts) {
  const { database, audit, clock, ended } = parts;
  const fields = sealedFields(parts.sealer);

  async function issueReset(actor: PersonActor, personId: string) {
    return onDuty(actor, 'password.reset_issued', personId, async (tx, roles) => {
      if (!maySuspend(roles, actor.personId, personId)) return null;
      const person = await people.findPerson(tx, personId);
      if (person === null) throw new NotFoundError('There is nobody with this id.');
      if (person.state !== 'active')
        throw new PersonStateError('Only somebody who may sign in can get a new password.');
      const token = newToken();
      const createdAt = clock.now();
      const expiresAt = new Date(createdAt.getTime() + resetHours * 3_600_000);
      const needsApproval = ((await people.findInstallationMode(tx)) ?? parts.mode) === 'production';
      const approvedBy = needsApproval ? null : actor.personId;
      const issuedBy = actor.personId;
      await resets.replaceReset(tx, {
        personId,
        tokenHash: hashToken(token),
        issuedBy,
        createdAt,
        expiresAt,
        approvedBy,
      });
      return { token, expiresAt: expiresAt.toISOString(), needsApproval };
    });
  }

  /** Null when none is open. @throws ForbiddenError */
  async function getReset(actor: PersonActor, personId: string) {
    return database.withActor(actor, async (tx: AccountsTx) => {
      const roles = (await people.rolesOf(tx, [actor.personId])).get(actor.personId)!;
      if (!roles.includes('administrator') && !roles.includes('officer'))
        throw new ForbiddenError('Your role does not include this.');
      const row = await resets.findReset(tx, personId, clock.now());
      if (row === null) return null;
      return {
        issuedBy: row.issuedBy,
        expiresAt: row.expiresAt.toISOString(),
        isApproved: row.approvedBy !== null,
        mayApprove: row.approvedBy === null && mayApproveReset(roles, { actorId: actor.personId, ...row }),
      };
    });
  }

  async function approveReset(actor: PersonActor, personId: string): Promise<void> {
    await onDuty(actor, 'password.reset_approved', personId, async (tx, roles) => {
      const row = await resets.findReset(tx, personId, clock.now());
      if (!mayApproveReset(roles, { actorId: actor.personId, personId, issuedBy: row?.issuedBy ?? '' })) return null;
      if (row === null || !(await resets.approveReset(tx, personId, actor.personId, clock.now())))
        throw new NotFoundError('There is no link that waits for a yes.');
      return true;
    });
  }

  async function voidReset(actor: PersonActor, personId: string): Promise<void> {
    await onDuty(actor, 'password.reset_voided', personId, async (tx, roles) => {
      if (!roles.includes('administrator') && !roles.includes('officer')) return null;
      if (!(await resets.deleteReset(tx, personId))) throw new NotFoundError('There is no link to take back.');
      return true;
    });
  }

  /** Sets the password of the link's person. @throws LinkNotValidError, ResetNotApprovedError, WeakPasswordError */
  async function applyReset(input: { token: string; password: string }, source: SessionSource): Promise<void> {
    const tokenHash = hashToken(input.token);
    const found = await database.withActor(anonymous, (tx: AccountsTx) =>
      resets.findResetOfToken(tx, tokenHash, clock.now()),
    );
    if (found === null) return refuseLink(source);
    if (!found.isApproved) throw new ResetNotApprovedError('A second person has to say yes to this link first.');
    const { personId } = found;
    ensureAcceptablePassword(input.password, found.email === null ? '' : fields.email.open(personId, found.email));
    const hash = fields.passwordHash.seal(personId, await hashPassword(input.password, parts.passwordCost));
    const now = clock.now();
    const actor: PersonActor = { kind: 'person', personId, sessionId: newId(now.getTime()) };
    const isDone = await database.withActor(actor, async (tx: AccountsTx) => {
      if (!(await resets.applyReset(tx, tokenHash, now, hash))) return false;
      const objects = [{ kind: 'person', id: personId }];
      const details = auditedSource(source);
      await audit.record(tx, { actor, action: 'password.reset', outcome: 'success', objects, details });
      return true;
    });
    if (!isDone) return refuseLink(source);
    ended.tell({ personId });
  }

  async function refuseLink(source: SessionSource): Promise<never> {
    const entry = { actor: anonymous, action: 'password.reset', outcome: 'denied', reason: 'link' } as const;
    await database.withActor(anonymous, (tx: AccountsTx) =>
      audit.record(tx, { ...entry, details: auditedSource(source) }),
    );
    throw new LinkNotValidError('The link was used, is too old, or was taken back. Ask for a new one.');
  }

  /** `work` says null for what the actor may not do; either way it is recorded. */
  async function onDuty<Result>(
    actor: PersonActor,
    action: AccountsAction,
    personId: string,
    work: (tx: AccountsTx, roles: readonly string[]) => Promise<Result | null>,
  ): Promise<Result> {
    const objects = [{ kind: 'person', id: personId }];
    const result = await database.withActor(actor, async (tx: AccountsTx) => {
      const roles = (await people.rolesOf(tx, [actor.personId])).get(actor.personId)!;
      const done = await work(tx, roles);
      const outcome =
        done === null ? ({ outcome: 'denied', reason: 'policy' } as const) : ({ outcome: 'success' } as const);
      await audit.record(tx, { actor, action, objects, ...outcome });
      return done;
    });
    if (result === null) throw new ForbiddenError('Your role does not include this.');
    return result;
  }

  return { issueReset, getReset, approveReset, voidReset, applyReset };
}
