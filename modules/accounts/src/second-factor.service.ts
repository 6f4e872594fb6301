import type { PersonActor } from '@nexus/kernel';
import { SecondFactorStateError, WrongCodeError } from './accounts.errors.ts';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import { createAttempts } from './attempts.ts';
import { findStep, newOneTimeSecret, oneTimeUri } from './one-time-codes.ts';
import { findPerson } from './people.repository.ts';
import { newRecoveryCodes } from './recovery-codes.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';
import * as factors from './second-factor.repository.ts';

/** The second step of signing in, as its owner manages it. Each change but the first code needs the password again. */
export function createSecondFactorService(parts: AccountsParts) {
  const { database, audit, clock } = parts;
  const fields = sealedFields(parts.sealer);
  const attempts = createAttempts(parts);

  async function getSecondFactor(actor: PersonActor): Promise<{ since: Date | null; codesLeft: number }> {
    return database.withActor(actor, async (tx: AccountsTx) => {
      const factor = await factors.findSecondFactor(tx, actor.personId);
      return {
        since: factor?.confirmedAt ?? null,
        codesLeft: await factors.countRecoveryCodes(tx, actor.personId),
      };
    });
  }

  /** A new secret for the app. Nothing is asked at sign-in before `confirmSecondFactor`. @throws WrongPasswordError, SecondFactorStateError */
  async function beginSecondFactor(
    actor: PersonActor,
    password: string,
    source: SessionSource,
  ): Promise<{ secret: string; uri: string }> {
    await attempts.ensureOwnPassword(actor, password, { source, action: 'second_factor.enabled' });
    const { personId } = actor;
    const secret = newOneTimeSecret();
    return database.withActor(actor, async (tx: AccountsTx) => {
      const known = await factors.findSecondFactor(tx, personId);
      if (known?.confirmedAt) throw new SecondFactorStateError('The second step is on already. Turn it off first.');
      const sealed = fields.oneTimeSecret.seal(personId, secret);
      await factors.replaceSecondFactor(tx, { personId, secret: sealed, createdAt: clock.now() });
      const person = await findPerson(tx, personId);
      const email = person?.email == null ? personId : fields.email.open(personId, person.email);
      return { secret, uri: oneTimeUri(secret, email) };
    });
  }

  /** Turns it on with a first right code. The recovery codes are in the result and nowhere else. @throws WrongCodeError, SignInDelayedError */
  async function confirmSecondFactor(actor: PersonActor, code: string, source: SessionSource): Promise<string[]> {
    const { personId } = actor;
    await attempts.beginSecondStep(personId, source);
    return database.withActor(actor, async (tx: AccountsTx) => {
      const now = clock.now();
      const factor = await factors.findSecondFactor(tx, personId);
      if (factor === null || factor.confirmedAt !== null)
        throw new SecondFactorStateError('There is no second step to be confirmed. Start again.');
      const step = findStep(fields.oneTimeSecret.open(personId, factor.secret), code, now, Number(factor.lastStep));
      if (step === null) throw new WrongCodeError('The code is not right. Look whether the clock of the telephone is.');
      await factors.takeStep(tx, personId, step);
      await factors.confirmSecondFactor(tx, personId, now);
      await factors.endCode(tx, fields.codeKey(personId), now);
      await audit.record(tx, { actor, action: 'second_factor.enabled', outcome: 'success' });
      return issueCodes(tx, personId);
    });
  }

  /** New recovery codes in place of all before. @throws WrongPasswordError, SecondFactorStateError */
  async function renewRecoveryCodes(actor: PersonActor, password: string, source: SessionSource): Promise<string[]> {
    await attempts.ensureOwnPassword(actor, password, { source, action: 'second_factor.codes_renewed' });
    return database.withActor(actor, async (tx: AccountsTx) => {
      const factor = await factors.findSecondFactor(tx, actor.personId);
      if (!factor?.confirmedAt) throw new SecondFactorStateError('The second step is off.');
      await audit.record(tx, { actor, action: 'second_factor.codes_renewed', outcome: 'success' });
      return issueCodes(tx, actor.personId);
    });
  }

  /** @throws WrongPasswordError, SecondFactorStateError */
  async function disableSecondFactor(actor: PersonActor, password: string, source: SessionSource): Promise<void> {
    await attempts.ensureOwnPassword(actor, password, { source, action: 'second_factor.disabled' });
    await database.withActor(actor, async (tx: AccountsTx) => {
      const wasThere = await factors.deleteSecondFactor(tx, actor.personId);
      if (!wasThere) throw new SecondFactorStateError('The second step is off already.');
      await audit.record(tx, { actor, action: 'second_factor.disabled', outcome: 'success' });
    });
  }

  async function issueCodes(tx: AccountsTx, personId: string): Promise<string[]> {
    const codes = newRecoveryCodes();
    await factors.replaceRecoveryCodes(
      tx,
      personId,
      codes.map(({ hash }) => hash),
    );
    return codes.map(({ code }) => code);
  }

  /** For the state of that safeguard: numbers, nobody by name. */
  const countSecondSteps = (): Promise<factors.SecondStepCount> =>
    database.withWorker('accounts.second-steps', (tx: AccountsTx) => factors.countSecondSteps(tx), { readOnly: true });

  return {
    getSecondFactor,
    beginSecondFactor,
    confirmSecondFactor,
    renewRecoveryCodes,
    disableSecondFactor,
    countSecondSteps,
  };
}
