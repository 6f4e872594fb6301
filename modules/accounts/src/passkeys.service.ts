import { anonymous, NotFoundError, newId, type PersonActor } from '@nexus/kernel';
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server';
import { PasskeyRefusedError, SignInRefusedError } from './accounts.errors.ts';
import type { AccountsParts } from './accounts.parts.ts';
import type { AccountsTx } from './accounts.ports.ts';
import type { MeView } from './accounts.view.ts';
import { createAttempts } from './attempts.ts';
import { auditedSource } from './audited-source.ts';
import { createChallenges } from './challenges.ts';
import { type IssuedSession, openSession } from './new-session.ts';
import * as passkeys from './passkeys.repository.ts';
import { findPerson } from './people.repository.ts';
import { createProfileService } from './profile.service.ts';
import { type SessionSource, sealedFields } from './sealed-fields.ts';

/** Under which name the browser reaches the server: keys are bound to it. */
export type RelyingParty = { id: string; origin: string };

export type PasskeyView = { id: string; name: string; createdAt: string; lastUsedAt: string | null };

const mostPasskeys = 20;

/** Loaded when somebody uses it: a server that nobody asks for keys starts without it. */
const webauthn = () => import('@simplewebauthn/server');

/**
 * Keys of devices in place of a password. The device asks its owner for finger, face or PIN (user verification is required), so that a key is two
 * factors at once and no code is asked besides.
 */
export function createPasskeysService(parts: AccountsParts) {
  const { database, audit, clock } = parts;
  const fields = sealedFields(parts.sealer);
  const challenges = createChallenges(parts.sealer);
  const attempts = createAttempts(parts);
  const { readMe } = createProfileService(parts);

  async function listPasskeys(actor: PersonActor): Promise<PasskeyView[]> {
    const rows = await database.withActor(actor, (tx: AccountsTx) => passkeys.listPasskeys(tx, actor.personId));
    return rows.map(({ id, name, createdAt, lastUsedAt }) => ({
      id,
      name: fields.passkeyName.open(id, name),
      createdAt: createdAt.toISOString(),
      lastUsedAt: lastUsedAt?.toISOString() ?? null,
    }));
  }

  /** What the browser needs to make a key. @throws WrongPasswordError, SignInDelayedError */
  async function beginPasskey(
    actor: PersonActor,
    input: { password: string },
    rp: RelyingParty,
    source: SessionSource,
  ) {
    await attempts.ensureOwnPassword(actor, input.password, { source, action: 'passkey.added' });
    const { personId, sessionId } = actor;
    const { person, known } = await database.withActor(actor, async (tx: AccountsTx) => ({
      person: await findPerson(tx, personId),
      known: await passkeys.listPasskeys(tx, personId),
    }));
    if (person === null) throw new NotFoundError('This person is no longer there.');
    if (known.length >= mostPasskeys) throw new PasskeyRefusedError(`A person has ${mostPasskeys} keys at most.`);
    const { generateRegistrationOptions } = await webauthn();
    return generateRegistrationOptions({
      rpName: 'Nexus',
      rpID: rp.id,
      userID: Uint8Array.from(Buffer.from(personId)),
      userName: person.email === null ? personId : fields.email.open(personId, person.email),
      userDisplayName: fields.personName.open(personId, person.name),
      challenge: challenges.issue(`add ${sessionId}`, clock.now()),
      attestationType: 'none',
      excludeCredentials: known.map((row) => ({ id: fields.passkey.open(row.id, row.credential).id })),
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    });
  }

  /** @throws PasskeyRefusedError */
  async function addPasskey(
    actor: PersonActor,
    input: { name: string; response: RegistrationResponseJSON },
    rp: RelyingParty,
  ): Promise<void> {
    const now = clock.now();
    const challenge = challenges.check(`add ${actor.sessionId}`, challengeOf(input.response), now);
    if (challenge === null) throw refusal();
    const { verifyRegistrationResponse } = await webauthn();
    const verification = await verifyRegistrationResponse({
      response: input.response,
      expectedChallenge: challengeOf(input.response),
      expectedOrigin: rp.origin,
      expectedRPID: rp.id,
      requireUserVerification: true,
    }).catch((cause: unknown) => {
      throw refusal(cause);
    });
    if (!verification.verified) throw refusal();
    const { id: credentialId, publicKey, counter } = verification.registrationInfo.credential;
    const id = newId(now.getTime());
    const { personId } = actor;
    await database.withActor(actor, async (tx: AccountsTx) => {
      if (!(await passkeys.spendChallenge(tx, challenge))) throw refusal();
      await passkeys.insertPasskey(tx, {
        id,
        personId,
        credentialFingerprint: fields.passkeyFingerprint(credentialId),
        credential: fields.passkey.seal(id, {
          id: credentialId,
          publicKey: Buffer.from(publicKey).toString('base64url'),
        }),
        name: fields.passkeyName.seal(id, input.name),
        counter,
        createdAt: now,
      });
      await audit.record(tx, {
        actor,
        action: 'passkey.added',
        outcome: 'success',
        objects: [{ kind: 'passkey', id }],
      });
    });
  }

  /** @throws NotFoundError, also for the keys of others */
  async function renamePasskey(actor: PersonActor, id: string, name: string): Promise<void> {
    await change(actor, id, 'passkey.renamed', (tx) =>
      passkeys.renamePasskey(tx, actor.personId, id, fields.passkeyName.seal(id, name)),
    );
  }

  /** @throws NotFoundError, also for the keys of others */
  async function removePasskey(actor: PersonActor, id: string): Promise<void> {
    await change(actor, id, 'passkey.removed', (tx) => passkeys.deletePasskey(tx, actor.personId, id));
  }

  async function change(
    actor: PersonActor,
    id: string,
    action: 'passkey.renamed' | 'passkey.removed',
    work: (tx: AccountsTx) => Promise<boolean>,
  ): Promise<void> {
    await database.withActor(actor, async (tx: AccountsTx) => {
      if (!(await work(tx))) throw new NotFoundError('There is no such key.');
      await audit.record(tx, { actor, action, outcome: 'success', objects: [{ kind: 'passkey', id }] });
    });
  }

  /** What the browser needs to look for a key; says nothing of who has one. */
  async function beginPasskeySignIn(rp: RelyingParty) {
    const { generateAuthenticationOptions } = await webauthn();
    const challenge = challenges.issue('sign-in', clock.now());
    return generateAuthenticationOptions({ rpID: rp.id, challenge, userVerification: 'required' });
  }

  /** One answer for every reason. @throws SignInRefusedError */
  async function signInWithPasskey(
    response: AuthenticationResponseJSON,
    rp: RelyingParty,
    source: SessionSource,
  ): Promise<{ me: MeView; session: IssuedSession }> {
    const now = clock.now();
    const found = await database.withActor(anonymous, (tx: AccountsTx) =>
      passkeys.findPasskey(tx, fields.passkeyFingerprint(response.id)),
    );
    const challenge = challenges.check('sign-in', challengeOf(response), now);
    if (found === null) return refuseSignIn('unknown_passkey', null, source);
    if (challenge === null) return refuseSignIn('challenge', found.personId, source);
    const counter = await verify(found, response, rp);
    if (counter === null) return refuseSignIn('wrong_passkey', found.personId, source);
    if (found.state !== 'active') return refuseSignIn('not_active', found.personId, source);
    const { id, personId } = found;
    const actor: PersonActor = { kind: 'person', personId, sessionId: newId(now.getTime()) };
    const entered = await database.withActor(actor, async (tx: AccountsTx) => {
      if (!(await passkeys.spendChallenge(tx, challenge))) return null;
      if (!(await passkeys.markPasskeyUsed(tx, { id, personId, counter, at: now }))) return null;
      const session = await openSession(tx, fields, { actor, source, at: now, way: 'passkey' });
      const details = { passkey: true, ...auditedSource(source) };
      await audit.record(tx, { actor, action: 'session.signed_in', outcome: 'success', details });
      return { me: await readMe(tx, personId), session };
    });
    return entered ?? refuseSignIn('challenge', personId, source);
  }

  /** The key's new counter, or null for a signature that does not hold. */
  async function verify(
    found: passkeys.FoundPasskey,
    response: AuthenticationResponseJSON,
    rp: RelyingParty,
  ): Promise<number | null> {
    const { verifyAuthenticationResponse } = await webauthn();
    const { id, publicKey } = fields.passkey.open(found.id, found.credential);
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response,
        expectedChallenge: challengeOf(response),
        expectedOrigin: rp.origin,
        expectedRPID: rp.id,
        requireUserVerification: true,
        credential: {
          id,
          publicKey: Uint8Array.from(Buffer.from(publicKey, 'base64url')),
          counter: Number(found.counter),
        },
      });
      return verified ? authenticationInfo.newCounter : null;
    } catch {
      // The library throws for whatever does not fit. A wrong key is an answer here, and it is recorded as one.
      return null;
    }
  }

  async function refuseSignIn(reason: string, personId: string | null, source: SessionSource): Promise<never> {
    const objects = personId === null ? [] : [{ kind: 'person', id: personId }];
    const entry = { actor: anonymous, action: 'session.denied', outcome: 'denied', reason } as const;
    await database.withActor(anonymous, (tx: AccountsTx) =>
      audit.record(tx, { ...entry, objects, details: auditedSource(source) }),
    );
    throw new SignInRefusedError('This key is not known here, or this person may not sign in.');
  }

  return {
    listPasskeys,
    beginPasskey,
    addPasskey,
    renamePasskey,
    removePasskey,
    beginPasskeySignIn,
    signInWithPasskey,
  };
}

/** What the browser says that it signed; empty for what cannot be read. */
function challengeOf({ response }: { response: { clientDataJSON: string } }): string {
  try {
    const data: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8'));
    return typeof data === 'object' && data !== null && 'challenge' in data ? String(data.challenge) : '';
  } catch {
    // Checked as a challenge that is not ours.
    return '';
  }
}

function refusal(cause?: unknown): PasskeyRefusedError {
  return new PasskeyRefusedError('The key could not be added. Start again.', { cause });
}
