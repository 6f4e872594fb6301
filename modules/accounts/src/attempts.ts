import { verifyPassword } from '@nexus/crypto';
import { anonymous, type PersonActor } from '@nexus/kernel';
import type { AccountsAction } from './accounts.actions.ts';
import { SignInDelayedError, WrongPasswordError } from './accounts.errors.ts';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { auditedSource } from './audited-source.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';
import { beginCode, endCode } from './second-factor.repository.ts';
import * as sessions from './sessions.repository.ts';
import { beginDirectoryAttempt, type DirectoryKeys } from './vouched.repository.ts';

/** Mistypings that cost nothing: for one account from one source, for all accounts from one source, and for the codes of one person. */
const freeFailures = { account: 5, source: 50, code: 5 };

/** Slows guessing down: attempts are counted before what was typed is looked at. */
export function createAttempts(parts: AccountsParts) {
  const { database, audit, clock } = parts;
  const fields = sealedFields(parts.sealer);

  async function begin(
    count: (tx: AccountsTx, now: Date) => Promise<Date | null>,
    source: SessionSource,
    personId?: string,
  ): Promise<void> {
    const now = clock.now();
    const waitUntil = await database.withActor(anonymous, async (tx: AccountsTx) => {
      const wait = await count(tx, now);
      if (wait !== null) {
        await audit.record(tx, {
          actor: anonymous,
          action: 'session.denied',
          outcome: 'denied',
          reason: 'delayed',
          details: auditedSource(source),
          ...(personId === undefined ? {} : { objects: [{ kind: 'person', id: personId }] }),
        });
      }
      return wait;
    });
    if (waitUntil === null) return;
    throw new SignInDelayedError(Math.max(1, Math.ceil((waitUntil.getTime() - now.getTime()) / 1000)));
  }

  /** @throws SignInDelayedError */
  function beginPassword(keys: sessions.AttemptKeys, source: SessionSource): Promise<void> {
    return begin((tx, now) => sessions.beginSignIn(tx, keys, freeFailures, now), source);
  }

  /** @throws SignInDelayedError */
  function beginSecondStep(personId: string, source: SessionSource): Promise<void> {
    return begin((tx, now) => beginCode(tx, fields.codeKey(personId), freeFailures.code, now), source, personId);
  }

  /** @throws SignInDelayedError */
  function beginStranger(keys: DirectoryKeys, limit: { free: number; minutes: number }, source: SessionSource) {
    return begin((tx, now) => beginDirectoryAttempt(tx, keys, limit, now), source);
  }

  /** After the right password of a directory: it counts from the beginning again, and so do we. */
  async function endPassword(keys: sessions.AttemptKeys, strangers: Buffer): Promise<void> {
    await database.withActor(anonymous, async (tx: AccountsTx) => {
      await sessions.endSignIn(tx, keys, clock.now());
      await endCode(tx, strangers, clock.now());
    });
  }

  /**
   * For what a session alone is not enough for. A refusal is recorded as `action` denied.
   * @throws WrongPasswordError, SignInDelayedError
   */
  async function ensureOwnPassword(
    actor: PersonActor,
    password: string,
    { source, action }: { source: SessionSource; action: AccountsAction },
  ): Promise<void> {
    const keys = fields.attemptKeys(actor.personId, source);
    await beginPassword(keys, source);
    const sealed = await database.withActor(actor, (tx: AccountsTx) => sessions.findOwnPasswordHash(tx));
    const stored = sealed === null ? null : fields.passwordHash.open(actor.personId, sealed);
    const isRight = await verifyPassword(password, stored);
    await database.withActor(actor, async (tx: AccountsTx) => {
      if (isRight) return await sessions.endSignIn(tx, keys, clock.now());
      const details = auditedSource(source);
      await audit.record(tx, { actor, action, outcome: 'denied', reason: 'wrong_password', details });
    });
    if (!isRight) throw new WrongPasswordError('The current password is not right.');
  }

  return { beginPassword, endPassword, beginStranger, beginSecondStep, ensureOwnPassword };
}
