import { anonymous } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oneTimeCode, stepAt } from '../src/one-time-codes.ts';
import { joinPerson, type SignedIn, setUpAdministrator, testPassword } from '../src/testing.ts';
import { type Fixture, startAccounts } from './accounts-fixture.ts';

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
  // A minute for each test: no code of one is taken in another.
  fixture.clock.advance(60_000);
  eva = await joinPerson(fixture.accounts, admin.actor, { email: `eva${count}@example.org` });
});

const source = { ip: '192.0.2.9', network: '192.0.2.9', userAgent: 'test' };
const codeNow = (secret: string, later = 0) => oneTimeCode(secret, stepAt(fixture.clock.now()) + later);
const signIn = (code?: string, password = testPassword) =>
  fixture.app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { host: 'localhost' },
    payload: { email: eva.email, password, ...(code === undefined ? {} : { code }) },
  });
const codeOf = (response: { json(): unknown }) => (response.json() as { code: string }).code;

async function turnOn(): Promise<{ secret: string; codes: string[] }> {
  const { service } = fixture.accounts;
  const { secret } = await service.beginSecondFactor(eva.actor, testPassword, source);
  const codes = await service.confirmSecondFactor(eva.actor, codeNow(secret), source);
  fixture.clock.advance(60_000);
  return { secret, codes };
}

describe('turning it on', () => {
  test('needs the password, and a first right code before anything is asked', async () => {
    const { service } = fixture.accounts;
    await expect(service.beginSecondFactor(eva.actor, 'no es esta', source)).rejects.toMatchObject({
      code: 'password.wrong',
    });
    const { secret, uri } = await service.beginSecondFactor(eva.actor, testPassword, source);
    expect(uri).toContain(`secret=${secret}`);
    expect((await signIn()).statusCode).toBe(201);
    await expect(service.confirmSecondFactor(eva.actor, '000000', source)).rejects.toMatchObject({
      code: 'second_factor.wrong_code',
    });
    expect((await signIn()).statusCode).toBe(201);
    const codes = await service.confirmSecondFactor(eva.actor, codeNow(secret), source);
    expect(codes).toHaveLength(10);
    expect(codeOf(await signIn())).toBe('session.code_required');
    expect(await service.getSecondFactor(eva.actor)).toMatchObject({ codesLeft: 10 });
    expect(fixture.audit.entries.filter(({ action }) => action === 'second_factor.enabled')).toContainEqual(
      expect.objectContaining({ actor: eva.actor, outcome: 'success' }),
    );
  });

  test('happens once', async () => {
    await turnOn();
    const { service } = fixture.accounts;
    await expect(service.beginSecondFactor(eva.actor, testPassword, source)).rejects.toMatchObject({
      code: 'second_factor.state',
    });
    await expect(service.confirmSecondFactor(eva.actor, '123456', source)).rejects.toMatchObject({
      code: 'second_factor.state',
    });
  });
});

describe('signing in', () => {
  test('takes a code once, and none from before it', async () => {
    const { secret } = await turnOn();
    const code = codeNow(secret);
    expect((await signIn(code)).statusCode).toBe(201);
    expect(codeOf(await signIn(code))).toBe('session.code_wrong');
    expect(codeOf(await signIn(codeNow(secret, -1)))).toBe('session.code_wrong');
    expect((await signIn(codeNow(secret, 1))).statusCode).toBe(201);
  });

  test('takes one code for one of two requests at once', async () => {
    const { secret } = await turnOn();
    const code = codeNow(secret);
    const statuses = (await Promise.all([signIn(code), signIn(code)])).map(({ statusCode }) => statusCode);
    expect(statuses.sort()).toEqual([201, 401]);
  });

  test('says nothing of the second step to who has not the password', async () => {
    const { secret } = await turnOn();
    expect(codeOf(await signIn(undefined, 'no es esta'))).toBe('session.refused');
    expect(codeOf(await signIn(codeNow(secret), 'no es esta'))).toBe('session.refused');
  });

  test('slows guesses down, from wherever they come', async () => {
    const { secret } = await turnOn();
    const { service } = fixture.accounts;
    const guess = (n: number) =>
      service
        .signIn(
          { email: eva.email, password: testPassword, code: '000000' },
          { ip: `198.51.100.${n}`, network: `198.51.100.${n}`, userAgent: 'test' },
        )
        .catch((error: { code: string }) => error.code);
    const answers: unknown[] = [];
    for (let n = 1; n <= 7; n += 1) answers.push(await guess(n));
    expect(answers.slice(0, 5)).toEqual(Array(5).fill('session.code_wrong'));
    expect(answers.slice(5)).toContain('session.delayed');
    const denied = fixture.audit.entries.filter(({ reason }) => reason === 'wrong_code').at(-1);
    expect(denied).toMatchObject({ actor: anonymous, objects: [{ kind: 'person', id: eva.actor.personId }] });
    fixture.clock.advance(20 * 60_000);
    expect((await signIn(codeNow(secret))).statusCode).toBe(201);
  });

  test('takes each recovery code once, however it is written', async () => {
    const { codes } = await turnOn();
    expect((await signIn(codes[0]!.toLowerCase().replaceAll('-', ' '))).statusCode).toBe(201);
    expect(codeOf(await signIn(codes[0]!))).toBe('session.code_wrong');
    expect((await signIn(codes[1]!)).statusCode).toBe(201);
    expect(await fixture.accounts.service.getSecondFactor(eva.actor)).toMatchObject({ codesLeft: 8 });
    expect(fixture.audit.entries.filter(({ action }) => action === 'second_factor.code_used').at(-1)).toMatchObject({
      details: { left: 8 },
    });
  });

  test('a code that nobody needs does no harm', async () => {
    for (let n = 0; n < 8; n += 1) expect((await signIn('123456')).statusCode).toBe(201);
  });
});

describe('afterwards', () => {
  test('new recovery codes void the old ones', async () => {
    const { codes } = await turnOn();
    const { service } = fixture.accounts;
    await expect(service.renewRecoveryCodes(eva.actor, 'no es esta', source)).rejects.toMatchObject({
      code: 'password.wrong',
    });
    const fresh = await service.renewRecoveryCodes(eva.actor, testPassword, source);
    expect(codeOf(await signIn(codes[0]!))).toBe('session.code_wrong');
    expect((await signIn(fresh[0]!)).statusCode).toBe(201);
  });

  test('turning it off needs the password and leaves nothing', async () => {
    const { codes } = await turnOn();
    const { service } = fixture.accounts;
    await expect(service.disableSecondFactor(eva.actor, 'no es esta', source)).rejects.toMatchObject({
      code: 'password.wrong',
    });
    expect(codeOf(await signIn())).toBe('session.code_required');
    await service.disableSecondFactor(eva.actor, testPassword, source);
    expect((await signIn()).statusCode).toBe(201);
    expect(await service.getSecondFactor(eva.actor)).toEqual({ since: null, codesLeft: 0 });
    // A used-up life of codes does not come back with a new one.
    const again = await turnOn();
    expect(codeOf(await signIn(codes[0]!))).toBe('session.code_wrong');
    expect((await signIn(again.codes[0]!)).statusCode).toBe(201);
  });

  test('an administrator takes it from somebody else, never from themselves, and nobody else does', async () => {
    await turnOn();
    const { service } = fixture.accounts;
    await expect(service.resetSecondFactor(eva.actor, admin.actor.personId)).rejects.toMatchObject({ status: 403 });
    await expect(service.resetSecondFactor(admin.actor, admin.actor.personId)).rejects.toMatchObject({ status: 403 });
    await service.resetSecondFactor(admin.actor, eva.actor.personId);
    expect((await signIn()).statusCode).toBe(201);
    await expect(service.resetSecondFactor(admin.actor, eva.actor.personId)).rejects.toMatchObject({
      code: 'second_factor.state',
    });
  });
});

test('the table holds no secret and no code as it is, and shows them to nobody else', async () => {
  const { secret, codes } = await turnOn();
  const person = [eva.actor.personId];
  const sealed = await fixture.db.asOwner<{ secret: Buffer }>(
    'select secret from second_factors where person_id = $1',
    person,
  );
  expect(sealed).toHaveLength(1);
  expect(sealed[0]!.secret.includes(Buffer.from(secret))).toBe(false);
  const hashes = await fixture.db.asOwner<{ code_hash: Buffer }>(
    'select code_hash from recovery_codes where person_id = $1',
    person,
  );
  expect(hashes).toHaveLength(10);
  for (const row of hashes) for (const code of codes) expect(row.code_hash.includes(Buffer.from(code))).toBe(false);
  const seen = await fixture.db.database.withActor(admin.actor, async (tx) => [
    (await sql`select 1 from second_factors`.execute(tx)).rows,
    (await sql`select 1 from recovery_codes`.execute(tx)).rows,
  ]);
  expect(seen.flat()).toEqual([]);
  await expect(
    fixture.db.database.withActor(eva.actor, (tx) =>
      sql`select reset_second_factor(${admin.actor.personId})`.execute(tx),
    ),
  ).rejects.toThrow();
});

test('an access token of a program may not touch it', async () => {
  const token = await fixture.accounts.service.createToken(eva.actor, { name: 'guion', days: 1 });
  for (const [method, url] of [
    ['GET', '/api/v1/me/second-factor'],
    ['POST', '/api/v1/me/second-factor'],
    ['POST', '/api/v1/me/second-factor/confirm'],
    ['POST', '/api/v1/me/second-factor/recovery-codes'],
    ['POST', '/api/v1/me/second-factor/disable'],
  ] as const) {
    const payload = { password: testPassword, code: '123456' };
    const headers = { host: 'localhost', authorization: `Bearer ${token.secret}` };
    const response = await fixture.app.inject({ method, url, headers, ...(method === 'POST' ? { payload } : {}) });
    expect({ url, status: response.statusCode }).toEqual({ url, status: 403 });
  }
});

test('over HTTP, from the secret to the codes', async () => {
  const headers = { host: 'localhost', authorization: `Bearer ${eva.token}` };
  const post = (url: string, payload: object) => fixture.app.inject({ method: 'POST', url, headers, payload });
  const begun = await post('/api/v1/me/second-factor', { password: testPassword });
  expect(begun.statusCode).toBe(200);
  const { secret } = begun.json() as { secret: string };
  const confirmed = await post('/api/v1/me/second-factor/confirm', { code: codeNow(secret) });
  expect((confirmed.json() as { codes: string[] }).codes).toHaveLength(10);
  const state = await fixture.app.inject({ method: 'GET', url: '/api/v1/me/second-factor', headers });
  expect(state.json()).toMatchObject({ isOn: true, codesLeft: 10 });
  const off = await post('/api/v1/me/second-factor/disable', { password: testPassword });
  expect(off.statusCode).toBe(204);
});
