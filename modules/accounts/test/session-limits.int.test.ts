import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountsTx } from '../src/accounts.ports.ts';
import { oneTimeCode, stepAt } from '../src/one-time-codes.ts';
import { joinPerson, type SignedIn, setUpAdministrator, signInAs, testPassword } from '../src/testing.ts';
import { bearer, type Fixture, startAccounts } from './accounts-fixture.ts';

let fixture: Fixture;
let ada: SignedIn;
let olga: SignedIn;
let luis: SignedIn;

beforeAll(async () => {
  fixture = await startAccounts('production');
  ada = await setUpAdministrator(fixture.accounts);
  olga = await joinPerson(fixture.accounts, ada.actor, { email: 'olga@example.org', roles: ['officer'] });
  luis = await joinPerson(fixture.accounts, ada.actor, { email: 'luis@example.org' });
  // What the module of clearances puts in its place: here, a table of the test.
  await fixture.db.asOwner('create table test_ranks (person_id uuid primary key, rank integer not null)');
  await fixture.db.asOwner('grant select on test_ranks to public');
  await fixture.db.asOwner(`create or replace function session_rank_of(person uuid) returns integer language sql stable security definer
    set search_path = pg_catalog, public, pg_temp return coalesce((select rank from test_ranks where person_id = person), 0)`);
});
afterAll(() => fixture.close());

beforeEach(async () => {
  fixture.clock.advance(48 * 3_600_000);
  [ada, olga, luis] = [
    await signInAs(fixture.accounts, 'ada@example.org'),
    await signInAs(fixture.accounts, 'olga@example.org'),
    await signInAs(fixture.accounts, 'luis@example.org'),
  ];
  fixture.audit.entries.length = 0;
});

const rank = (person: SignedIn, value: number) =>
  fixture.db.asOwner(
    `insert into test_ranks values ('${person.actor.personId}', ${value}) on conflict (person_id) do update set rank = ${value}`,
  );
const me = (token: string, options: { userAgent?: string; remoteAddress?: string } = {}) =>
  fixture.app.inject({
    url: '/api/v1/me',
    headers: { ...bearer(token), ...(options.userAgent ? { 'user-agent': options.userAgent } : {}) },
    ...(options.remoteAddress ? { remoteAddress: options.remoteAddress } : {}),
  });
const minutes = (count: number) => fixture.clock.advance(count * 60_000);

describe('limits by clearance', () => {
  test('the higher the rank, the sooner a session ends', async () => {
    await rank(luis, 3);
    luis = await signInAs(fixture.accounts, 'luis@example.org');
    minutes(9);
    expect((await me(luis.token)).statusCode).toBe(200);
    minutes(11);
    expect((await me(luis.token)).statusCode).toBe(401);
    expect((await me(ada.token)).statusCode).toBe(200);
    const fresh = await signInAs(fixture.accounts, 'luis@example.org');
    for (let spent = 0; spent < 232; spent += 8) {
      minutes(8);
      expect((await me(fresh.token)).statusCode).toBe(200);
    }
    minutes(8);
    expect((await me(fresh.token)).statusCode).toBe(401);
    await rank(luis, 0);
  });

  test('a clearance that is raised shortens a session that is open already', async () => {
    await rank(luis, 0);
    minutes(15);
    expect((await me(luis.token)).statusCode).toBe(200);
    await rank(luis, 3);
    minutes(11);
    expect((await me(luis.token)).statusCode).toBe(401);
    await rank(luis, 0);
  });

  test('are changed by the officer, within bounds, and hold at once', async () => {
    const put = (token: string | null, items: object[]) =>
      fixture.app.inject({
        method: 'PUT',
        url: '/api/v1/session-limits',
        payload: { items },
        ...(token ? { headers: bearer(token) } : {}),
      });
    const line = (fromRank: number, idleMinutes: number, totalMinutes: number, isAddressBound = false) => ({
      fromRank,
      idleMinutes,
      totalMinutes,
      isAddressBound,
    });
    const shipped = [line(0, 30, 720), line(1, 20, 600), line(2, 15, 480, true), line(3, 10, 240, true)];
    expect((await put(null, shipped)).statusCode).toBe(401);
    expect((await put(olga.token, [line(0, 1, 720)])).statusCode).toBe(400);
    expect((await put(olga.token, [line(0, 30, 1441)])).statusCode).toBe(400);
    expect((await put(olga.token, [line(1, 30, 720)])).json().detail).toContain('rank 0');
    expect((await put(olga.token, [line(0, 30, 720), line(1, 40, 720)])).json().detail).toContain('longer');
    // There is an officer, so whoever runs the system may not loosen what the officer decides.
    expect((await put(ada.token, shipped)).statusCode).toBe(403);
    expect((await put(luis.token, shipped)).statusCode).toBe(403);
    const get = (token: string) => fixture.app.inject({ url: '/api/v1/session-limits', headers: bearer(token) });
    expect((await get(luis.token)).json()).toEqual({ items: shipped, mayChange: false });
    minutes(8);
    expect((await put(olga.token, [line(0, 5, 15)])).statusCode).toBe(200);
    expect((await me(luis.token)).statusCode).toBe(401);
    const again = await signInAs(fixture.accounts, 'olga@example.org');
    expect((await put(again.token, shipped)).statusCode).toBe(200);
    expect(
      fixture.audit.entries.filter(({ action }) => action === 'session.limits_changed').map(({ outcome }) => outcome),
    ).toEqual(['denied', 'denied', 'success', 'success']);
  });

  test('nobody changes them past the service: row security decides the same', async () => {
    for (const person of [ada, luis]) {
      const { numAffectedRows } = await fixture.db.database.withActor(person.actor, (tx: AccountsTx) =>
        sql`update session_limits set idle_minutes = 120`.execute(tx),
      );
      expect(numAffectedRows).toBe(0n);
    }
  });
});

describe('a stolen session cookie', () => {
  test('on another address ends the session where the clearance says so, and is recorded', async () => {
    await rank(luis, 0);
    expect((await me(luis.token, { remoteAddress: '198.51.100.66' })).statusCode).toBe(200);
    await rank(luis, 2);
    const stolen = await me(luis.token, { remoteAddress: '198.51.100.66' });
    expect(stolen.json()).toMatchObject({ status: 401, code: 'session.moved' });
    // Over for everybody: the owner is told by having to sign in again.
    expect((await me(luis.token)).statusCode).toBe(401);
    expect(fixture.audit.entries).toMatchObject([
      {
        action: 'session.moved',
        outcome: 'denied',
        reason: 'address',
        details: { address: '198.51.100.66' },
        objects: [
          { kind: 'session', id: luis.actor.sessionId },
          { kind: 'person', id: luis.actor.personId },
        ],
      },
    ]);
    await rank(luis, 0);
  });

  test('in another program ends the session at every rank; a newer version of the same does not', async () => {
    const firefox = (version: number) =>
      `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`;
    const entered = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { email: 'luis@example.org', password: testPassword },
      headers: { 'user-agent': firefox(140) },
    });
    const token = entered.cookies[0]!.value;
    expect((await me(token, { userAgent: firefox(141) })).statusCode).toBe(200);
    expect((await me(token, { userAgent: 'curl/8.9' })).json().code).toBe('session.moved');
    expect((await me(token, { userAgent: firefox(141) })).statusCode).toBe(401);
    expect(fixture.audit.entries.at(-1)).toMatchObject({ action: 'session.moved', reason: 'client' });
  });

  test('an access token of a program is bound to neither', async () => {
    const created = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/tokens',
      payload: { name: 'cli' },
      headers: bearer(luis.token),
    });
    await rank(luis, 3);
    expect((await me(created.json().secret, { userAgent: 'other/1', remoteAddress: '198.51.100.1' })).statusCode).toBe(
      200,
    );
    await rank(luis, 0);
  });
});

describe('tokens of sessions', () => {
  const cookieOf = (response: { cookies: { value: string }[] }) => response.cookies[0]!.value;
  const enter = (cookie?: string) =>
    fixture.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      payload: { email: 'luis@example.org', password: testPassword },
      ...(cookie ? { cookies: { nexus_session: cookie } } : {}),
    });

  test('a sign-in takes the place of the session that the browser had, and never takes over its token', async () => {
    const first = cookieOf(await enter());
    const second = cookieOf(await enter(first));
    expect(second).not.toBe(first);
    expect((await me(first)).statusCode).toBe(401);
    expect((await me(second)).statusCode).toBe(200);
    // A token that somebody planted opens nothing afterwards.
    const planted = 'x'.repeat(43);
    expect(cookieOf(await enter(planted))).not.toBe(planted);
    expect((await me(planted)).statusCode).toBe(401);
  });

  test('change when the second step is turned on', async () => {
    const before = cookieOf(await enter());
    const post = (url: string, payload: object) =>
      fixture.app.inject({
        method: 'POST',
        url,
        payload,
        cookies: { nexus_session: before },
        headers: { 'sec-fetch-site': 'same-origin' },
      });
    const { secret } = (await post('/api/v1/me/second-factor', { password: testPassword })).json();
    const confirmed = await post('/api/v1/me/second-factor/confirm', {
      code: oneTimeCode(secret, stepAt(fixture.clock.now())),
    });
    expect(confirmed.statusCode).toBe(200);
    const after = cookieOf(confirmed);
    expect((await me(before)).statusCode).toBe(401);
    expect((await me(after)).statusCode).toBe(200);
    await fixture.accounts.service.disableSecondFactor({ ...luis.actor }, testPassword, {
      ip: '127.0.0.1',
      network: '127.0.0.1',
      userAgent: 'lightMyRequest',
    });
  });
});
