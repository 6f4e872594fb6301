import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { joinPerson, type SignedIn, setUpAdministrator, signInAs, testPassword } from '../src/testing.ts';
import { bearer, type Fixture, startAccounts } from './accounts-fixture.ts';

let fixture: Fixture;
let ada: SignedIn;
let luis: SignedIn;

beforeAll(async () => {
  fixture = await startAccounts('production');
  ada = await setUpAdministrator(fixture.accounts);
  luis = await joinPerson(fixture.accounts, ada.actor, { email: 'luis@example.org', name: 'Luis' });
});

afterAll(() => fixture.close());

/** Long enough for every throttle to forget; sessions of before are gone. */
beforeEach(async () => {
  fixture.clock.advance(48 * 3_600_000);
  fixture.audit.entries.length = 0;
  luis = await signInAs(fixture.accounts, 'luis@example.org');
  ada = await signInAs(fixture.accounts, 'ada@example.org');
  fixture.audit.entries.length = 0;
});

const signIn = (email: string, password: string, remoteAddress = '198.51.100.1') =>
  fixture.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password }, remoteAddress });

const me = (token: string) => fixture.app.inject({ url: '/api/v1/me', headers: bearer(token) });

describe('signing in', () => {
  test('answers an unknown address like a wrong password, and records why', async () => {
    const unknown = await signIn('nobody@example.org', 'tortuga violeta 48 balcones');
    const wrong = await signIn('luis@example.org', 'tortuga violeta 48 balcones');
    expect(unknown.statusCode).toBe(401);
    const { instance: a, requestId: b, ...first } = unknown.json();
    const { instance: c, requestId: d, ...second } = wrong.json();
    expect(first).toEqual(second);
    expect(new Set([a, c]).size + new Set([b, d]).size).toBe(4);
    expect(Object.keys(unknown.headers).sort()).toEqual(Object.keys(wrong.headers).sort());
    expect(fixture.audit.entries).toMatchObject([
      {
        action: 'session.denied',
        outcome: 'denied',
        reason: 'unknown_person',
        details: { address: '198.51.100.1' },
      },
      {
        action: 'session.denied',
        outcome: 'denied',
        reason: 'wrong_password',
        details: { address: '198.51.100.1' },
        objects: [{ kind: 'person', id: luis.actor.personId }],
      },
    ]);
  });

  test('takes the address in any case, and gives a session that works as cookie and as token', async () => {
    const response = await signIn(' LUIS@Example.org ', testPassword);
    expect(response.statusCode).toBe(201);
    const token = response.cookies[0]!.value;
    expect(response.json().me).toMatchObject({ name: 'Luis', roles: [], evaluation: false });
    expect((await me(token)).json().email).toBe('luis@example.org');
    const cookies = { nexus_session: token };
    expect((await fixture.app.inject({ url: '/api/v1/me', cookies })).statusCode).toBe(200);
    expect((await fixture.app.inject({ method: 'DELETE', url: '/api/v1/session', cookies })).statusCode).toBe(403);
    const headers = { 'sec-fetch-site': 'same-origin' };
    expect((await fixture.app.inject({ method: 'DELETE', url: '/api/v1/session', cookies, headers })).statusCode).toBe(
      204,
    );
    expect((await me(token)).statusCode).toBe(401);
    expect(fixture.audit.entries.map((entry) => entry.action)).toEqual(['session.signed_in', 'session.signed_out']);
  });

  test('opens no session that cannot be recorded', async () => {
    const before = await fixture.db.asOwner('select id from sessions');
    fixture.audit.fail();
    expect((await signIn('luis@example.org', testPassword)).statusCode).toBe(500);
    fixture.audit.recover();
    expect(await fixture.db.asOwner('select id from sessions')).toHaveLength(before.length);
  });

  test('costs an unknown address as much time as a wrong password', async () => {
    const slow = await startAccounts('production', {
      passwordCost: { scheme: 'scrypt', logN: 15, blockSize: 8, parallel: 1 },
    });
    await setUpAdministrator(slow.accounts);
    // Processor time and the best of several rounds: a busy machine changes neither.
    const work = { 'nobody@example.org': [] as number[], 'ada@example.org': [] as number[] };
    for (let round = 0; round < 7; round += 1) {
      for (const email of ['nobody@example.org', 'ada@example.org'] as const) {
        const started = process.cpuUsage();
        const payload = { email, password: 'not the password at all' };
        await slow.app.inject({ method: 'POST', url: '/api/v1/session', payload, remoteAddress: `203.0.113.${round}` });
        work[email].push(process.cpuUsage(started).user);
      }
    }
    await slow.close();
    const ratio = Math.min(...work['nobody@example.org']) / Math.min(...work['ada@example.org']);
    expect(ratio).toBeGreaterThan(0.6);
    expect(ratio).toBeLessThan(1.6);
  });
});

describe('guessing', () => {
  test('is slowed down more and more, from one source, without locking others out', async () => {
    const statuses: number[] = [];
    const waits: number[] = [];
    for (let i = 0; i < 8; i += 1) {
      const response = await signIn('luis@example.org', `wrong guess number ${i}`);
      statuses.push(response.statusCode);
      if (response.statusCode === 429) {
        waits.push(Number(response.headers['retry-after']));
        fixture.clock.advance(waits.at(-1)! * 1000);
      }
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 401, 429]);
    expect(waits).toEqual([1, 2]);
    expect((await signIn('luis@example.org', testPassword, '198.51.100.2')).statusCode).toBe(201);
  });

  test('stays slow for the right password too until the wait is over, and then is forgotten', async () => {
    for (let i = 0; i < 5; i += 1) await signIn('luis@example.org', 'wrong guess again');
    expect((await signIn('luis@example.org', testPassword)).statusCode).toBe(429);
    fixture.clock.advance(1000);
    expect((await signIn('luis@example.org', testPassword)).statusCode).toBe(201);
    for (let i = 0; i < 5; i += 1) expect((await signIn('luis@example.org', 'wrong guess again')).statusCode).toBe(401);
  });

  test('counts guesses that come at once', async () => {
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, i) => signIn('luis@example.org', `parallel ${i}`)),
    );
    expect(responses.filter((response) => response.statusCode === 401)).toHaveLength(5);
    expect(responses.filter((response) => response.statusCode === 429)).toHaveLength(15);
  });

  test('of many addresses from one source is slowed down, but not for those who are known there', async () => {
    const [office, elsewhere] = ['198.51.100.9', '198.51.100.10'];
    expect((await signIn('luis@example.org', testPassword, office)).statusCode).toBe(201);
    const guesses: number[] = [];
    for (let i = 0; i < 52; i += 1)
      guesses.push((await signIn(`person${i}@example.org`, 'wrong guess', office)).statusCode);
    expect(guesses.indexOf(429)).toBe(50);
    expect((await signIn('luis@example.org', testPassword, office)).statusCode).toBe(201);
    expect((await signIn('ada@example.org', testPassword, office)).statusCode).toBe(429);
    expect((await signIn('ada@example.org', testPassword, elsewhere)).statusCode).toBe(201);
    // Luis’s success must not have reset the count of the source.
    expect((await signIn('person99@example.org', 'wrong guess', office)).statusCode).toBe(429);
  });

  test('is forgotten by the hourly job when it is old', async () => {
    await signIn('nobody@example.org', 'wrong guess');
    fixture.clock.advance(25 * 3_600_000);
    await fixture.accounts.jobs[0]!.run();
    const left = await fixture.db.asOwner<{ succeeded: boolean }>(
      'select succeeded_at is not null as succeeded from sign_in_attempts',
    );
    expect(left.length).toBeGreaterThan(0);
    expect(left.every((row) => row.succeeded)).toBe(true);
    fixture.clock.advance(30 * 86_400_000);
    await fixture.accounts.jobs[0]!.run();
    expect(await fixture.db.asOwner('select 1 from sign_in_attempts')).toEqual([]);
  });
});

describe('a session', () => {
  test('ends after half an hour without a request, and after twelve hours in any case', async () => {
    fixture.clock.advance(29 * 60_000);
    expect((await me(luis.token)).statusCode).toBe(200);
    fixture.clock.advance(29 * 60_000);
    expect((await me(luis.token)).statusCode).toBe(200);
    fixture.clock.advance(31 * 60_000);
    expect((await me(luis.token)).statusCode).toBe(401);
    const fresh = await signInAs(fixture.accounts, 'luis@example.org');
    for (let minutes = 0; minutes < 12 * 60 - 20; minutes += 20) {
      fixture.clock.advance(20 * 60_000);
      expect((await me(fresh.token)).statusCode).toBe(200);
    }
    fixture.clock.advance(20 * 60_000);
    expect((await me(fresh.token)).statusCode).toBe(401);
  });

  test('is listed for its person alone, and can be ended from another one', async () => {
    const other = await signInAs(fixture.accounts, 'luis@example.org');
    const list = await fixture.app.inject({ url: '/api/v1/me/sessions', headers: bearer(luis.token) });
    expect(list.json().items).toMatchObject([
      { id: other.actor.sessionId, isCurrent: false, ip: '127.0.0.1', userAgent: 'lightMyRequest', way: 'password' },
      { id: luis.actor.sessionId, isCurrent: true },
    ]);
    const revoke = (token: string, sessionId: string) =>
      fixture.app.inject({ method: 'DELETE', url: `/api/v1/me/sessions/${sessionId}`, headers: bearer(token) });
    expect((await fixture.app.inject({ method: 'DELETE', url: '/api/v1/me/sessions/x' })).statusCode).toBe(401);
    expect((await revoke(luis.token, 'x')).statusCode).toBe(400);
    // Not even an administrator ends somebody's session this way, or learns that it exists.
    expect((await revoke(ada.token, other.actor.sessionId)).statusCode).toBe(404);
    expect((await revoke(luis.token, other.actor.sessionId)).statusCode).toBe(204);
    expect((await me(other.token)).statusCode).toBe(401);
    expect((await me(luis.token)).statusCode).toBe(200);
  });

  test('that ended is deleted by the hourly job', async () => {
    fixture.clock.advance(13 * 3_600_000);
    await fixture.accounts.jobs[0]!.run();
    expect(await fixture.db.asOwner('select 1 from sessions')).toHaveLength(0);
  });
});

test('every refused way in is recorded with the address that it came from', async () => {
  const post = (url: string, payload: object, remoteAddress: string) =>
    fixture.app.inject({ method: 'POST', url, payload, remoteAddress });
  const person = { name: 'Eva', email: 'eva@example.org', password: testPassword };
  await post('/api/v1/setup', { token: 'stale', ...person }, '198.51.100.7');
  await post('/api/v1/invitations/accept', { token: 'stale', password: testPassword }, '2001:db8::7');
  for (let i = 0; i < 6; i += 1) await signIn('luis@example.org', 'wrong one', '198.51.100.8');
  await signIn('luis@example.org', testPassword, '::ffff:198.51.100.9');
  const told = fixture.audit.entries.map(({ action, outcome, reason, details }) => [
    action,
    outcome,
    reason,
    details?.['address'],
  ]);
  expect(told).toEqual([
    ['installation.set_up', 'denied', 'link', '198.51.100.7'],
    ['person.joined', 'denied', 'link', '2001:db8::7'],
    ...Array(5).fill(['session.denied', 'denied', 'wrong_password', '198.51.100.8']),
    ['session.denied', 'denied', 'delayed', '198.51.100.8'],
    ['session.signed_in', 'success', undefined, '198.51.100.9'],
  ]);
});

describe('changing the password', () => {
  const change = (token: string | null, body: object) =>
    fixture.app.inject({
      method: 'POST',
      url: '/api/v1/me/password',
      payload: body,
      ...(token === null ? {} : { headers: bearer(token) }),
    });
  const next = 'otra frase larga 93 nubes';

  test('needs a session, all fields, the current password and a good new one', async () => {
    expect((await change(null, {})).statusCode).toBe(401);
    expect((await change(luis.token, {})).json().errors).toHaveLength(2);
    expect((await change(luis.token, { currentPassword: 'wrong one', password: next })).json()).toMatchObject({
      status: 403,
      code: 'password.wrong',
    });
    const weak = await change(luis.token, { currentPassword: testPassword, password: 'luis@example.org' });
    expect(weak.json()).toMatchObject({ status: 400, code: 'password.weak' });
    expect(fixture.audit.entries).toMatchObject([
      {
        action: 'password.changed',
        outcome: 'denied',
        reason: 'wrong_password',
        details: { address: '127.0.0.1' },
      },
    ]);
  });

  test('ends every other session and no session of others', async () => {
    const other = await signInAs(fixture.accounts, 'luis@example.org');
    expect((await change(luis.token, { currentPassword: testPassword, password: next })).statusCode).toBe(204);
    expect((await me(other.token)).statusCode).toBe(401);
    expect((await me(luis.token)).statusCode).toBe(200);
    expect((await me(ada.token)).statusCode).toBe(200);
    expect((await signIn('luis@example.org', testPassword)).statusCode).toBe(401);
    expect((await signIn('luis@example.org', next)).statusCode).toBe(201);
    expect((await change(luis.token, { currentPassword: next, password: testPassword })).statusCode).toBe(204);
  });
});

test('all sessions but one’s own are ended at once, and nobody else’s', async () => {
  const [here, there, elsewhere] = [
    await signInAs(fixture.accounts, 'luis@example.org'),
    await signInAs(fixture.accounts, 'luis@example.org'),
    await signInAs(fixture.accounts, 'luis@example.org'),
  ];
  const end = (token: string | null) =>
    fixture.app.inject({
      method: 'DELETE',
      url: '/api/v1/me/sessions',
      ...(token === null ? {} : { headers: bearer(token) }),
    });
  expect((await end(null)).statusCode).toBe(401);
  const ended = await end(here.token);
  expect(ended.statusCode).toBe(200);
  expect(ended.json().ended).toBeGreaterThanOrEqual(2);
  for (const gone of [there, elsewhere]) expect((await me(gone.token)).statusCode).toBe(401);
  expect((await me(here.token)).statusCode).toBe(200);
  expect((await me(ada.token)).statusCode).toBe(200);
  expect((await end(here.token)).json()).toEqual({ ended: 0 });
  expect(fixture.audit.entries.find(({ action }) => action === 'session.revoked')).toMatchObject({
    details: { others: true, sessionsEnded: ended.json().ended },
  });
  luis = await signInAs(fixture.accounts, 'luis@example.org');
});

describe('an access token', () => {
  const create = (token: string | null, payload: object, key?: string) =>
    fixture.app.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      payload,
      headers: { ...(token === null ? {} : bearer(token)), ...(key === undefined ? {} : { 'idempotency-key': key }) },
    });

  test('needs a session and valid input', async () => {
    expect((await create(null, { name: 'cli' })).statusCode).toBe(401);
    expect((await create(luis.token, { name: '', days: 366 })).json().errors).toHaveLength(2);
  });

  test('acts as its person, is shown once, runs out, and can be revoked', async () => {
    const created = (await create(luis.token, { name: 'línea de órdenes', days: 10 })).json();
    expect((await me(created.secret)).json().email).toBe('luis@example.org');
    const list = await fixture.app.inject({ url: '/api/v1/tokens', headers: bearer(luis.token) });
    expect(list.json().items).toEqual([
      { ...created, secret: undefined, lastUsedAt: fixture.clock.now().toISOString() },
    ]);
    expect(list.body).not.toContain(created.secret);
    const revokeAs = (token: string) =>
      fixture.app.inject({ method: 'DELETE', url: `/api/v1/tokens/${created.id}`, headers: bearer(token) });
    expect((await revokeAs(ada.token)).statusCode).toBe(404);
    expect((await revokeAs(luis.token)).statusCode).toBe(204);
    expect((await me(created.secret)).statusCode).toBe(401);
    const short = (await create(luis.token, { name: 'short', days: 1 })).json();
    fixture.clock.advance(86_400_000);
    expect((await me(short.secret)).statusCode).toBe(401);
  });

  test('may not make tokens, change passwords or end sessions', async () => {
    const { secret } = (await create(luis.token, { name: 'cli' })).json();
    expect((await create(secret, { name: 'more' })).statusCode).toBe(403);
    for (const [method, url] of [
      ['GET', '/api/v1/tokens'],
      ['GET', '/api/v1/me/sessions'],
      ['DELETE', '/api/v1/session'],
    ] as const) {
      expect((await fixture.app.inject({ method, url, headers: bearer(secret) })).statusCode).toBe(403);
    }
    expect(fixture.audit.entries).toContainEqual(
      expect.objectContaining({
        action: 'request.denied',
        reason: 'token',
        details: { method: 'POST', route: '/api/v1/tokens' },
      }),
    );
  });

  test('is created once for one Idempotency-Key, also by two requests at once', async () => {
    const count = async () => (await fixture.db.asOwner('select 1 from access_tokens')).length;
    const before = await count();
    const responses = await Promise.all([1, 2, 3].map(() => create(luis.token, { name: 'once' }, 'key-for-once')));
    const statuses = responses.map((response) => response.statusCode).sort();
    expect(statuses[0]).toBe(201);
    for (const status of statuses.slice(1)) expect([201, 409]).toContain(status);
    expect(await count()).toBe(before + 1);
    const replayed = await create(luis.token, { name: 'once' }, 'key-for-once');
    expect(replayed.headers['idempotency-replayed']).toBe('true');
    expect(responses.map((response) => response.body)).toContain(replayed.body);
    expect((await create(luis.token, { name: 'other' }, 'key-for-once')).statusCode).toBe(422);
    expect((await create(ada.token, { name: 'once' }, 'key-for-once')).headers['idempotency-replayed']).toBeUndefined();
    const kept = await fixture.db.asOwner<{ response: Buffer }>('select response from idempotency_keys');
    for (const { response } of kept) expect(response.toString('latin1')).not.toContain('nxat_');
    fixture.clock.advance(24 * 3_600_000);
    luis = await signInAs(fixture.accounts, 'luis@example.org');
    expect((await create(luis.token, { name: 'other' }, 'key-for-once')).statusCode).toBe(201);
  });
});
