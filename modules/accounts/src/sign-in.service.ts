import { hashPassword, needsRehash, newToken, verifyPassword } from '@nexus/crypto';
import { anonymous, newId, type PersonActor } from '@nexus/kernel';
import { CardRequiredError, CodeRequiredError, SignInCodeWrongError, SignInRefusedError } from './accounts.errors.ts';
import type { InnerParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import type { MeView } from './accounts.view.ts';
import { createAttempts } from './attempts.ts';
import { auditedSource } from './audited-source.ts';
import { type IssuedSession, openSession } from './new-session.ts';
import { ensureAcceptablePassword } from './password-rules.ts';
import { createProfileService } from './profile.service.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';
import { passSecondStep } from './second-step.ts';
import * as sessions from './sessions.repository.ts';

export function createSignInService(parts: InnerParts) {
  const { database, audit, clock, ended } = parts;
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
   * @throws SignInRefusedError, SignInDelayedError, CodeRequiredError, CardRequiredError, SignInCodeWrongError
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
    if (!isRight || found === null || found.state !== 'active' || !found.mayUsePassword) {
      const reason = found === null ? 'unknown_person' : isRight ? notAllowed(found) : 'wrong_password';
      await recordDenied(reason, found?.personId ?? null, source);
      throw new SignInRefusedError('E-mail and password do not match, or this person may not sign in.');
    }
    const rehashed = needsRehash(stored, parts.passwordCost)
      ? await hashPassword(input.password, parts.passwordCost)
      : null;
    const now = clock.now();
    const { personId } = found;
    const actor: PersonActor = { kind: 'person', personId, sessionId: newId(now.getTime()) };
    const card = (await parts.cards?.check(personId, source)) ?? 'not_asked';
    if (card === 'missing' && !found.isBreakGlass) {
      await recordDenied('card', personId, source);
      throw new CardRequiredError('Put your card into the reader and connect again.');
    }
    if (input.code !== undefined) await attempts.beginSecondStep(personId, source);
    const entered = await database.withActor(actor, async (tx: AccountsTx) => {
      const secondStep = await passSecondStep(
        tx,
        { actor, code: input.code, at: now, hasCard: card === 'own' },
        { fields, audit },
      );
      if (secondStep !== 'passed') return secondStep;
      await sessions.endSignIn(tx, keys, now);
      if (rehashed !== null) {
        const passwordHash = fields.passwordHash.seal(personId, rehashed);
        await sessions.updateCredentials(tx, personId, { passwordHash, changedAt: now });
      }
      const session = await openSession(tx, fields, { actor, source, at: now, way: 'password' });
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
      const count = await sessions.deleteSessions(tx, actor.personId, actor.sessionId);
      await audit.record(tx, {
        actor,
        action: 'password.changed',
        outcome: 'success',
        details: { sessionsEnded: count, ...auditedSource(source) },
      });
    });
    ended.tell({ personId: actor.personId, exceptSessionId: actor.sessionId });
  }

  return { signIn, changePassword };
}

/** The password is right, and yet. */
function notAllowed({ state }: sessions.Credentials): string {
  return state === 'active' ? 'passwords_off' : 'not_active';
}
