import { hashPassword, hashToken, needsRehash, newToken, verifyPassword } from '@nexus/crypto';
import { anonymous, NotFoundError, newId, type PersonActor } from '@nexus/kernel';
import { CodeRequiredError, SignInCodeWrongError, SignInRefusedError } from './accounts.errors.ts';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { type MeView, sessionView } from './accounts.view.ts';
import { createAttempts } from './attempts.ts';
import { auditedSource } from './audited-source.ts';
import { type IssuedSession, idleMinutes, openSession } from './new-session.ts';
import { ensureAcceptablePassword } from './password-rules.ts';
import { createProfileService } from './profile.service.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';
import { passSecondStep } from './second-step.ts';
import * as sessions from './sessions.repository.ts';

export function createSignInService(parts: AccountsParts) {
  const { database, audit, clock } = parts;
  const fields = sealedFields(parts.sealer);
  const { readMe } = createProfileService(parts);
  const attempts = createAttempts(parts);

  let decoy: Promise<string> | null = null;

  /**
   * Checked in place of the hash of a person who does not exist, so that it takes as long as a real one. Made at the first attempt of
   * either kind, because a server that is only asked for its version need not pay for it.
   */
  function decoyHash(): Promise<string> {
    decoy ??= hashPassword(newToken(), parts.passwordCost);
    return decoy;
  }

  /**
   * Opens a session for the right e-mail and password. An unknown address costs the same time and gets the same answer as a wrong password.
   * Who has a second step sends its code too; that one is needed is said only to who has the password.
   * @throws SignInRefusedError, SignInDelayedError, CodeRequiredError, SignInCodeWrongError
   */
  async function signIn(
    input: { email: string; password: string; code?: string | undefined },
    source: SessionSource,
  ): Promise<{ me: MeView; session: IssuedSession }> {
    const fingerprint = fields.emailFingerprint(input.email);
    const keys = fields.attemptKeys(fingerprint.toString('hex'), source);
    await attempts.beginPassword(keys, source);
    const found = await database.withActor(anonymous, (tx: AccountsTx) => sessions.findCredentials(tx, fingerprint));
    const stored = found === null ? null : fields.passwordHash.open(found.personId, found.passwordHash);
    const decoyed = await decoyHash();
    const isRight = (await verifyPassword(input.password, stored ?? decoyed)) && stored !== null;
    if (!isRight || found === null || found.state !== 'active') {
      const reason = found === null ? 'unknown_person' : isRight ? 'not_active' : 'wrong_password';
      await recordDenied(reason, found?.personId ?? null, source);
      throw new SignInRefusedError('E-mail and password do not match, or this person may not sign in.');
    }
    const rehashed = needsRehash(stored, parts.passwordCost)
      ? await hashPassword(input.password, parts.passwordCost)
      : null;
    const now = clock.now();
    const { personId } = found;
    const actor: PersonActor = { kind: 'person', personId, sessionId: newId(now.getTime()) };
    if (input.code !== undefined) await attempts.beginSecondStep(personId, source);
    const entered = await database.withActor(actor, async (tx: AccountsTx) => {
      const secondStep = await passSecondStep(tx, { actor, code: input.code, at: now }, { fields, audit });
      if (secondStep !== 'passed') return secondStep;
      await sessions.endSignIn(tx, keys, now);
      if (rehashed !== null) {
        const passwordHash = fields.passwordHash.seal(personId, rehashed);
        await sessions.updateCredentials(tx, personId, { passwordHash, changedAt: now });
      }
      const session = await openSession(tx, fields, { actor, source, at: now });
      const details = auditedSource(source);
      await audit.record(tx, { actor, action: 'session.signed_in', outcome: 'success', details });
      return { me: await readMe(tx, personId), session };
    });
    if (entered === 'missing') throw new CodeRequiredError('Send the code of your authenticator app too.');
    if (entered === 'wrong') {
      await recordDenied('wrong_code', personId, source);
      throw new SignInCodeWrongError('The code is not right, or it was used already.');
    }
    return entered;
  }

  /** By nobody known: who had the password only has not shown who they are. */
  async function recordDenied(reason: string, personId: string | null, source: SessionSource): Promise<void> {
    const objects = personId === null ? [] : [{ kind: 'person', id: personId }];
    const entry = { actor: anonymous, action: 'session.denied', outcome: 'denied', reason } as const;
    await database.withActor(anonymous, (tx: AccountsTx) =>
      audit.record(tx, { ...entry, objects, details: auditedSource(source) }),
    );
  }

  async function signOut(actor: PersonActor): Promise<void> {
    await database.withActor(actor, async (tx: AccountsTx) => {
      await sessions.deleteSession(tx, actor.personId, actor.sessionId);
      await audit.record(tx, { actor, action: 'session.signed_out', outcome: 'success' });
    });
  }

  /** Who holds this token now: of a live session or access token of an active person. Null for everything else. */
  async function authenticate(token: string): Promise<sessions.FoundSession | null> {
    return database.withActor(anonymous, (tx: AccountsTx) =>
      sessions.findSession(tx, hashToken(token), clock.now(), idleMinutes),
    );
  }

  /** Ends every other session of the person. @throws WrongPasswordError, WeakPasswordError, SignInDelayedError */
  async function changePassword(
    actor: PersonActor,
    input: { currentPassword: string; password: string },
    source: SessionSource,
  ): Promise<void> {
    await attempts.ensureOwnPassword(actor, input.currentPassword, { source, action: 'password.changed' });
    const me = await database.withActor(actor, (tx: AccountsTx) => readMe(tx, actor.personId));
    ensureAcceptablePassword(input.password, me.email ?? '');
    const passwordHash = fields.passwordHash.seal(
      actor.personId,
      await hashPassword(input.password, parts.passwordCost),
    );
    const now = clock.now();
    await database.withActor(actor, async (tx: AccountsTx) => {
      await sessions.updateCredentials(tx, actor.personId, { passwordHash, changedAt: now });
      const ended = await sessions.deleteSessions(tx, actor.personId, actor.sessionId);
      await audit.record(tx, {
        actor,
        action: 'password.changed',
        outcome: 'success',
        details: { sessionsEnded: ended, ...auditedSource(source) },
      });
    });
  }

  async function listSessions(actor: PersonActor) {
    const rows = await database.withActor(actor, (tx: AccountsTx) =>
      sessions.listSessions(tx, actor.personId, clock.now()),
    );
    return rows.map((row) => sessionView(row, actor.sessionId, fields));
  }

  /** Ends one of the person's own sessions. @throws NotFoundError, also for the sessions of others */
  async function revokeSession(actor: PersonActor, sessionId: string): Promise<void> {
    await database.withActor(actor, async (tx: AccountsTx) => {
      const isEnded = await sessions.deleteSession(tx, actor.personId, sessionId);
      if (!isEnded) throw new NotFoundError('There is no such session.');
      const objects = [{ kind: 'session', id: sessionId }];
      await audit.record(tx, { actor, action: 'session.revoked', outcome: 'success', objects });
    });
  }

  /** Ends every session of the person but this one. Returns how many. */
  async function revokeOtherSessions(actor: PersonActor): Promise<number> {
    return database.withActor(actor, async (tx: AccountsTx) => {
      const ended = await sessions.deleteSessions(tx, actor.personId, actor.sessionId);
      await audit.record(tx, {
        actor,
        action: 'session.revoked',
        outcome: 'success',
        details: { others: true, sessionsEnded: ended },
      });
      return ended;
    });
  }

  return { signIn, signOut, authenticate, changePassword, listSessions, revokeSession, revokeOtherSessions };
}
