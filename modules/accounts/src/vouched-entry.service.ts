import { anonymous, newId, type PersonActor, systemActor } from '@nexus/kernel';
import { CodeRequiredError, SignInCodeWrongError, SignInRefusedError } from './accounts.errors.ts';
import type { InnerParts } from './accounts.parts.ts';
import type { AccountsTx, AnyTx } from './accounts.ports.ts';
import type { PersonState, WayIn } from './accounts.tables.ts';
import type { MeView } from './accounts.view.ts';
import { createAttempts } from './attempts.ts';
import { auditedSource } from './audited-source.ts';
import type { Challenge } from './challenges.ts';
import { type IssuedSession, openSession } from './new-session.ts';
import { spendChallenge } from './passkeys.repository.ts';
import { createProfileService } from './profile.service.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';
import { passSecondStep } from './second-step.ts';
import * as vouched from './vouched.repository.ts';

export type VouchedEntry = {
  personId: string;
  way: Extract<WayIn, 'directory' | 'provider' | 'certificate'>;
  sourceId: string;
  /** `theirs`: the source asks for a second step itself, so none is asked here. */
  secondStep: 'ours' | 'theirs';
  code?: string | undefined;
  /** Works once; kept until it would have ended anyway. */
  spend?: Challenge;
};

export type VouchedPerson = { name: string; email: string; locale: string; timeZone: string };

/** The strangers' guesses at one account of a directory that are passed on to it, and in which stretch of time. */
const strangers = { free: 3, minutes: 30 };

/** People whom a directory, a provider or a card vouches for. Who may vouch is decided by the caller; who may come in, here. */
export function createVouchedEntryService(parts: InnerParts) {
  const { database, audit, clock, ended } = parts;
  const fields = sealedFields(parts.sealer);
  const attempts = createAttempts(parts);
  const { readMe } = createProfileService(parts);

  /**
   * Opens a session for somebody who was vouched for. @throws SignInRefusedError, CodeRequiredError, SignInCodeWrongError, SignInDelayedError
   */
  async function enterVouched(
    entry: VouchedEntry,
    source: SessionSource,
  ): Promise<{ me: MeView; session: IssuedSession }> {
    const { personId, way, sourceId, code } = entry;
    const now = clock.now();
    const actor: PersonActor = { kind: 'person', personId, sessionId: newId(now.getTime()) };
    const state = await database.withActor(anonymous, (tx: AccountsTx) => vouched.findState(tx, personId));
    if (state !== 'active') return refuseVouched('not_active', personId, source);
    if (entry.secondStep === 'ours' && code !== undefined) await attempts.beginSecondStep(personId, source);
    const entered = await database.withActor(actor, async (tx: AccountsTx) => {
      if (entry.secondStep === 'ours') {
        const step = await passSecondStep(tx, { actor, code, at: now }, { fields, audit });
        if (step !== 'passed') return step;
      }
      if (entry.spend !== undefined && !(await spendChallenge(tx, entry.spend))) return 'spent' as const;
      const session = await openSession(tx, fields, { actor, source, at: now, way, sourceId });
      const objects = [{ kind: 'sign_in_source', id: sourceId }];
      const details = { way, ...auditedSource(source) };
      await audit.record(tx, { actor, action: 'session.signed_in', outcome: 'success', objects, details });
      return { me: await readMe(tx, personId), session };
    });
    if (entered === 'missing') throw new CodeRequiredError('Send the code of your authenticator app too.');
    if (entered === 'spent') return refuseVouched('replayed', personId, source);
    if (entered === 'wrong') {
      await recordRefusal('wrong_code', personId, source);
      throw new SignInCodeWrongError('The code is not right, or it was used already.');
    }
    return entered;
  }

  async function recordRefusal(reason: string, personId: string | null, source: SessionSource): Promise<void> {
    const objects = personId === null ? [] : [{ kind: 'person', id: personId }];
    const entry = { actor: anonymous, action: 'session.denied', outcome: 'denied', reason } as const;
    await database.withActor(anonymous, (tx: AccountsTx) =>
      audit.record(tx, { ...entry, objects, details: auditedSource(source) }),
    );
  }

  /** One answer for every reason; the log has the reason. @throws SignInRefusedError */
  async function refuseVouched(reason: string, personId: string | null, source: SessionSource): Promise<never> {
    await recordRefusal(reason, personId, source);
    throw new SignInRefusedError('This sign-in was not accepted, or this person may not sign in here.');
  }

  /**
   * Before a password is passed on to a directory: counts as for passwords of our own, by account and source, and besides holds back what
   * strangers try, before the directory locks the account for its owner. @throws SignInDelayedError
   */
  async function beginDirectoryAttempt(account: string, source: SessionSource): Promise<void> {
    const keys = fields.attemptKeys(`directory ${account}`, source);
    await attempts.beginPassword(keys, source);
    await attempts.beginStranger({ account: keys.account, strangers: fields.strangersKey(account) }, strangers, source);
  }

  async function endDirectoryAttempt(account: string, source: SessionSource): Promise<void> {
    const keys = fields.attemptKeys(`directory ${account}`, source);
    await attempts.endPassword(keys, fields.strangersKey(account));
  }

  /** Adds somebody without any duty or space. In the caller's transaction, as the worker. @throws EmailTakenError */
  async function createVouchedPerson(tx: AnyTx, job: string, person: VouchedPerson): Promise<string> {
    const at = clock.now();
    const id = newId(at.getTime());
    await vouched.insertVouchedPerson(tx, {
      id,
      emailFingerprint: fields.emailFingerprint(person.email),
      email: fields.email.seal(id, person.email),
      name: fields.personName.seal(id, person.name),
      locale: person.locale,
      timeZone: person.timeZone,
      at,
    });
    const actor = systemActor(job);
    const objects = [{ kind: 'person', id }];
    await audit.record(tx, {
      actor,
      action: 'person.created',
      outcome: 'success',
      objects,
      details: { vouched: true },
    });
    return id;
  }

  /** Somebody who is here already and from now on is vouched for; an invitation is done with. Returns their state. */
  async function vouchForPerson(tx: AnyTx, personId: string): Promise<PersonState | null> {
    return vouched.vouchForPerson(tx, personId, clock.now());
  }

  async function findPersonByEmail(tx: AnyTx, email: string): Promise<{ personId: string; state: PersonState } | null> {
    return vouched.findPersonByEmail(tx, fields.emailFingerprint(email));
  }

  /** Somebody whom the directory does not know any more, or has switched off. False when they were not active. @throws LastHolderError */
  async function suspendVanished(job: string, personId: string, reason: string): Promise<boolean> {
    const isDone = await database.withWorker(job, async (tx: AccountsTx) => {
      if (!(await vouched.suspendVanished(tx, personId, clock.now()))) return false;
      const objects = [{ kind: 'person', id: personId }];
      const actor = systemActor(job);
      await audit.record(tx, { actor, action: 'person.suspended', outcome: 'success', reason, objects });
      return true;
    });
    if (isDone) ended.tell({ personId });
    return isDone;
  }

  /** Ends the sessions that a source opened for a person (its own sign-out). Returns how many. */
  async function endSessionsOfSource(job: string, personId: string, sourceId: string): Promise<number> {
    const count = await database.withWorker(job, async (tx: AccountsTx) => {
      const sessionsEnded = await vouched.endSessionsOfSource(tx, personId, sourceId);
      const objects = [{ kind: 'person', id: personId }];
      const entry = { actor: systemActor(job), action: 'session.revoked', outcome: 'success' } as const;
      await audit.record(tx, { ...entry, objects, details: { sessionsEnded } });
      return sessionsEnded;
    });
    ended.tell({ personId });
    return count;
  }

  return {
    enterVouched,
    refuseVouched,
    beginDirectoryAttempt,
    endDirectoryAttempt,
    createVouchedPerson,
    vouchForPerson,
    findPersonByEmail,
    suspendVanished,
    endSessionsOfSource,
  };
}
