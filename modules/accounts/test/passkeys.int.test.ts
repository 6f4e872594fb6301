import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { joinPerson, type SignedIn, setUpAdministrator, signInAs, testPassword } from '../src/testing.ts';
import { type Fixture, startAccounts } from './accounts-fixture.ts';
import { createSoftwareAuthenticator } from './software-authenticator.ts';

const origin = 'http://localhost';
let fixture: Fixture;
let admin: SignedIn;
let eva: SignedIn;
let count = 0;

beforeAll(async () => {
  fixture = await startAccounts('evaluation');
  admin = await setUpAdministrator(fixture.accounts);
});
afterAll(() => fixture.close());
beforeEach(async () => {
  count += 1;
  eva = await joinPerson(fixture.accounts, admin.actor, { email: `eva${count}@example.org` });
});

async function post(url: string, payload: object, token?: string, from = origin) {
  const headers = { host: 'localhost', origin: from, ...(token ? { authorization: `Bearer ${token}` } : {}) };
  return await fixture.app.inject({ method: 'POST', url, headers, payload });
}
const begin = (token = eva.token, password = testPassword) => post('/api/v1/me/passkeys/options', { password }, token);
const challengeOf = (response: { json(): unknown }) => (response.json() as { challenge: string }).challenge;
const codeOf = (response: { json(): unknown }) => (response.json() as { code: string }).code;
const add = (key: ReturnType<typeof createSoftwareAuthenticator>, challenge: string, token = eva.token) =>
  post('/api/v1/me/passkeys', { name: 'Portátil', response: key.create(challenge) }, token);
const signInChallenge = async () => challengeOf(await post('/api/v1/session/passkey/options', {}));
const signIn = (response: object) => post('/api/v1/session/passkey', { response });
const list = () => fixture.accounts.service.listPasskeys(eva.actor);

async function addKey() {
  const key = createSoftwareAuthenticator(origin);
  expect((await add(key, challengeOf(await begin()))).statusCode).toBe(204);
  return key;
}

describe('adding a key', () => {
  test('needs a session and the password again, and asks the device to know its owner', async () => {
    expect((await post('/api/v1/me/passkeys/options', {})).statusCode).toBe(401);
    expect(codeOf(await begin(eva.token, 'no es esta'))).toBe('password.wrong');
    const options = (await begin()).json();
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Nexus' },
      user: { name: eva.email },
      attestation: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: [],
    });
  });

  test('takes a key once, names it, and tells the next browser not to make it again', async () => {
    const key = createSoftwareAuthenticator(origin);
    const challenge = challengeOf(await begin());
    expect((await add(key, challenge)).statusCode).toBe(204);
    expect(codeOf(await add(createSoftwareAuthenticator(origin), challenge))).toBe('passkeys.refused');
    expect(await list()).toMatchObject([{ name: 'Portátil', lastUsedAt: null }]);
    expect((await begin()).json().excludeCredentials).toMatchObject([{ id: key.id }]);
    expect(fixture.audit.entries.filter(({ action }) => action === 'passkey.added').at(-1)).toMatchObject({
      actor: eva.actor,
      outcome: 'success',
    });
  });

  test('refuses challenges of others, of another session, of a sign-in, and old ones', async () => {
    const key = createSoftwareAuthenticator(origin);
    const again = await signInAs(fixture.accounts, eva.email);
    const old = challengeOf(await begin());
    for (const challenge of [
      challengeOf(await begin(admin.token)),
      challengeOf(await begin(again.token)),
      await signInChallenge(),
      'AAAA',
    ])
      expect(codeOf(await add(key, challenge))).toBe('passkeys.refused');
    fixture.clock.advance(5 * 60_000);
    expect(codeOf(await add(key, old))).toBe('passkeys.refused');
    expect(await list()).toEqual([]);
  });

  test('refuses a key of another page, and one whose owner was not asked', async () => {
    const foreign = createSoftwareAuthenticator('http://nexus.example.org');
    expect(codeOf(await add(foreign, challengeOf(await begin())))).toBe('passkeys.refused');
    const careless = createSoftwareAuthenticator(origin, { isVerified: false });
    expect(codeOf(await add(careless, challengeOf(await begin())))).toBe('passkeys.refused');
    expect((await post('/api/v1/session/passkey/options', {}, undefined, 'http://evil.example')).statusCode).toBe(403);
  });
});

describe('signing in with a key', () => {
  test('needs no password and no code, and opens a session of its owner', async () => {
    const key = await addKey();
    const response = await signIn(key.sign(await signInChallenge()));
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({ me: { id: eva.actor.personId } });
    expect(String(response.headers['set-cookie'])).toContain('HttpOnly');
    expect((await list())[0]!.lastUsedAt).toBe(fixture.clock.now().toISOString());
    expect((await signIn(key.sign(await signInChallenge()))).statusCode).toBe(201);
  });

  test('takes each challenge once, also of two requests at once', async () => {
    const key = await addKey();
    const signed = key.sign(await signInChallenge());
    const statuses = (await Promise.all([signIn(signed), signIn(signed)])).map(({ statusCode }) => statusCode);
    expect(statuses.sort()).toEqual([201, 401]);
    expect((await signIn(signed)).statusCode).toBe(401);
  });

  test('refuses in one way whatever is wrong, and records why', async () => {
    const key = await addKey();
    const other = createSoftwareAuthenticator(origin);
    const challenge = await signInChallenge();
    const forged = { ...other.sign(challenge), id: key.id, rawId: key.id };
    fixture.audit.entries.length = 0;
    const answers = [
      await signIn(other.sign(challenge)),
      await signIn(forged),
      await signIn(key.sign(challengeOf(await begin()))),
      await signIn(key.sign('AAAA')),
    ];
    for (const answer of answers) expect(answer.json()).toMatchObject({ status: 401, code: 'session.refused' });
    const reasons = fixture.audit.entries
      .filter(({ action }) => action === 'session.denied')
      .map(({ reason }) => reason);
    expect(reasons).toEqual(['unknown_passkey', 'wrong_passkey', 'challenge', 'challenge']);
  });

  test('refuses a copy of a key that counts behind', async () => {
    const key = await addKey();
    for (let n = 0; n < 2; n += 1) expect((await signIn(key.sign(await signInChallenge()))).statusCode).toBe(201);
    expect((await signIn(key.sign(await signInChallenge(), { rewind: 2 }))).statusCode).toBe(401);
  });

  test('is over with the key, and while its owner is suspended', async () => {
    const key = await addKey();
    const { service } = fixture.accounts;
    await service.suspendPerson(admin.actor, eva.actor.personId);
    expect((await signIn(key.sign(await signInChallenge()))).statusCode).toBe(401);
    await service.reactivatePerson(admin.actor, eva.actor.personId);
    expect((await signIn(key.sign(await signInChallenge()))).statusCode).toBe(201);
    await service.removePasskey(eva.actor, (await list())[0]!.id);
    expect((await signIn(key.sign(await signInChallenge()))).statusCode).toBe(401);
  });
});

describe('keys', () => {
  test('are renamed and removed by their owner alone', async () => {
    await addKey();
    const { service } = fixture.accounts;
    const [key] = await list();
    await expect(service.renamePasskey(admin.actor, key!.id, 'mía')).rejects.toMatchObject({ status: 404 });
    await expect(service.removePasskey(admin.actor, key!.id)).rejects.toMatchObject({ status: 404 });
    await service.renamePasskey(eva.actor, key!.id, 'Llave azul');
    expect(await list()).toMatchObject([{ name: 'Llave azul' }]);
    expect(await service.listPasskeys(admin.actor)).toEqual([]);
  });

  test('lie in the table without name or credential in clear', async () => {
    const key = await addKey();
    const [row] = await fixture.db.asOwner<{ all: string }>(
      `select encode(credential || name || credential_fingerprint, 'hex') as all from passkeys where person_id = $1`,
      [eva.actor.personId],
    );
    for (const plain of [Buffer.from(key.id), Buffer.from(key.id, 'base64url'), Buffer.from('Portátil')])
      expect(row!.all).not.toContain(plain.toString('hex'));
  });

  test('leave no trace of used challenges after those would have ended', async () => {
    const key = await addKey();
    await signIn(key.sign(await signInChallenge()));
    fixture.clock.advance(6 * 60_000);
    await fixture.accounts.jobs[0]!.run();
    expect(await fixture.db.asOwner('select 1 from used_challenges')).toEqual([]);
  });
});
