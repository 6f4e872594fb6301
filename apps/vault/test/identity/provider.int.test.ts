import { createTestAuthority, hasOpenssl } from '@nexus/http/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type CrookedProvider,
  clientId,
  clientSecret,
  type Scenario,
  scenarios,
  startCrookedProvider,
} from './crooked-provider.ts';
import { bearer, type Fixture, startIdentity } from './identity-fixture.ts';

let fixture: Fixture;
let provider: CrookedProvider;
let sourceId: string;
let serial = 0;

const settings = (change: object = {}) => ({
  name: 'Acceso',
  newcomers: 'create',
  linkByEmail: false,
  secondStep: 'ours',
  issuer: provider.issuer,
  authority: null,
  clientId,
  clientSecret,
  ...change,
});

beforeAll(async () => {
  fixture = await startIdentity();
  provider = await startCrookedProvider();
  sourceId = await fixture.addSource({ kind: 'provider', settings: settings() });
});
afterAll(async () => {
  await fixture?.close();
  await provider?.close();
});
beforeEach(() => {
  fixture.audit.length = 0;
});
afterEach(() => {
  provider.claims = {};
  provider.metadata = {};
});

type Started = { state: string; nonce: string; cookie: string; location: URL };

async function start(to = '/search?q=1', id = sourceId): Promise<Started> {
  const response = await fixture.app.inject({
    url: `/api/v1/session/provider/${id}/start?to=${encodeURIComponent(to)}`,
  });
  if (response.statusCode !== 302) throw new Error(response.body);
  const location = new URL(String(response.headers['location']));
  const query = location.searchParams;
  return { location, state: query.get('state')!, nonce: query.get('nonce')!, cookie: response.cookies[0]!.value };
}

function comeBack(query: Record<string, string>, cookie: string | null) {
  return fixture.app.inject({
    url: `/api/v1/session/provider/callback?${new URLSearchParams(query)}`,
    ...(cookie === null ? {} : { cookies: { nexus_flow: cookie } }),
  });
}

async function enter(scenario: Scenario) {
  const begun = await start();
  provider.nonce = begun.nonce;
  serial += 1;
  return comeBack({ code: `${scenario}~${serial}`, state: begun.state }, begun.cookie);
}

const cookieNamed = (response: { cookies: { name: string; value: string }[] }, name: string) =>
  response.cookies.find((cookie) => cookie.name === name && cookie.value !== '');
const isRefused = (response: {
  headers: Record<string, unknown>;
  cookies: never[] | { name: string; value: string }[];
}) =>
  response.headers['location'] === '/sign-in?failed=provider' &&
  cookieNamed(response as never, 'nexus_session') === undefined;

describe('a provider of the building', () => {
  test('is asked with PKCE, state and nonce, and vouches for somebody by issuer and subject', async () => {
    const { location } = await start();
    expect(Object.fromEntries(location.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: clientId,
      code_challenge_method: 'S256',
      redirect_uri: 'http://localhost:80/api/v1/session/provider/callback',
    });
    provider.claims = { name: 'Ana Ruiz', email: 'ana@example.org', email_verified: true };
    const response = await enter('good');
    expect(response.statusCode).toBe(303);
    expect(response.headers['location']).toBe('/search?q=1');
    const session = cookieNamed(response, 'nexus_session')!;
    const me = await fixture.app.inject({ url: '/api/v1/me', headers: bearer(session.value) });
    expect(me.json()).toMatchObject({ name: 'Ana Ruiz', roles: [] });
    expect(provider.asked.at(-1)!.get('code_verifier')).toMatch(/^[\w-]{43}$/);
    expect(fixture.audit.map(({ action }) => action)).toEqual([
      'person.created',
      'identity.linked',
      'session.signed_in',
    ]);
    // Another address later: the same person. Another subject with the same address: not them.
    provider.claims = { email: 'otra@example.org', email_verified: true };
    const again = await enter('good');
    const same = await fixture.app.inject({
      url: '/api/v1/me',
      headers: bearer(cookieNamed(again, 'nexus_session')!.value),
    });
    expect(same.json().id).toBe(me.json().id);
    provider.claims = { sub: 'someone-else', email: 'ana@example.org', email_verified: true };
    expect(isRefused(await enter('good'))).toBe(true);
    expect(fixture.audit.at(-1)).toMatchObject({ action: 'session.denied', reason: 'email_taken' });
  });

  test.each((Object.keys(scenarios) as Scenario[]).filter((name) => name !== 'good'))(
    'is not believed with %s',
    async (name) => {
      const response = await enter(name);
      expect(isRefused(response)).toBe(true);
      expect(fixture.audit.at(-1)).toMatchObject({ action: 'session.denied', reason: 'provider_answer' });
    },
  );

  test('may change its keys: the new ones hold at once, tokens of the old ones do not', async () => {
    const begun = await start();
    provider.nonce = begun.nonce;
    await provider.rotateKeys();
    expect((await enter('good')).headers['location']).toBe('/search?q=1');
    expect(isRefused(await enter('an unknown key'))).toBe(true);
  });

  test('answers only the browser that asked, once', async () => {
    const mine = await start();
    const other = await start();
    provider.nonce = mine.nonce;
    serial += 1;
    const query = { code: `good~${serial}`, state: mine.state };
    expect(isRefused(await comeBack(query, null))).toBe(true);
    expect(isRefused(await comeBack(query, other.cookie))).toBe(true);
    expect(isRefused(await comeBack({ ...query, state: other.state }, mine.cookie))).toBe(true);
    expect(isRefused(await comeBack(query, `${mine.cookie.slice(0, -4)}AAAA`))).toBe(true);
    expect(isRefused(await comeBack({ error: 'access_denied', state: mine.state }, mine.cookie))).toBe(true);
    expect((await comeBack(query, mine.cookie)).headers['location']).toBe('/search?q=1');
    expect(isRefused(await comeBack(query, mine.cookie))).toBe(true);
    // Even a provider that takes a code twice brings nobody in twice.
    provider.nonce = mine.nonce;
    serial += 1;
    expect(isRefused(await comeBack({ code: `good~${serial}`, state: mine.state }, mine.cookie))).toBe(true);
    expect(fixture.audit.at(-1)).toMatchObject({ reason: 'replayed' });
  });

  test('sends people on to our own page and nowhere else', async () => {
    for (const to of [
      'https://evil.example/',
      '//evil.example',
      '/\\evil.example',
      'javascript:alert(1)',
      '/a\r\nb: c',
    ]) {
      const begun = await start(to);
      provider.nonce = begun.nonce;
      serial += 1;
      expect((await comeBack({ code: `good~${serial}`, state: begun.state }, begun.cookie)).headers['location']).toBe(
        '/',
      );
    }
  });

  test('speaks for an address only when it has seen to it and a rule says so', async () => {
    const eva = await fixture.invite('eva@example.org');
    const linking = await fixture.addSource({
      kind: 'provider',
      settings: settings({ linkByEmail: true, newcomers: 'refuse' }),
    });
    const enterThere = async (claims: object) => {
      provider.claims = claims as never;
      const begun = await start('/', linking);
      provider.nonce = begun.nonce;
      serial += 1;
      return comeBack({ code: `good~${serial}`, state: begun.state }, begun.cookie);
    };
    expect(isRefused(await enterThere({ sub: 'eva-1', email: 'eva@example.org', email_verified: false }))).toBe(true);
    expect(isRefused(await enterThere({ sub: 'eva-1', email: 'eva@example.org' }))).toBe(true);
    expect(isRefused(await enterThere({ sub: 'eva-1', email: 'eva@example.org', email_verified: 'true' }))).toBe(true);
    expect(isRefused(await enterThere({ sub: 'nobody', email: 'nobody@example.org', email_verified: true }))).toBe(
      true,
    );
    expect(fixture.audit.at(-1)).toMatchObject({ reason: 'unknown_account' });
    const session = cookieNamed(
      await enterThere({ sub: 'eva-1', email: 'eva@example.org', email_verified: true }),
      'nexus_session',
    )!;
    const me = await fixture.app.inject({ url: '/api/v1/me', headers: bearer(session.value) });
    expect(me.json().id).toBe(eva.actor.personId);
    await fixture.identity.service.sources.remove(fixture.admin.actor, linking);
  });

  test('with our second step besides: a ticket in the browser and a code, each once', async () => {
    provider.claims = {};
    const first = await enter('good');
    const me = await fixture.app.inject({
      url: '/api/v1/me',
      headers: bearer(cookieNamed(first, 'nexus_session')!.value),
    });
    await fixture.db.asOwner(
      `insert into recovery_codes (person_id, code_hash) values ('${me.json().id}', sha256('x'))`,
    );
    await fixture.db.asOwner(
      `insert into second_factors (person_id, secret, created_at, confirmed_at) values ('${me.json().id}', '\\x00', now(), now())`,
    );
    const waiting = await enter('good');
    expect(waiting.headers['location']).toBe('/sign-in?step=code&to=%2Fsearch%3Fq%3D1');
    expect(cookieNamed(waiting, 'nexus_session')).toBeUndefined();
    const ticket = cookieNamed(waiting, 'nexus_ticket')!.value;
    const send = (value: string | null) =>
      fixture.app.inject({
        method: 'POST',
        url: '/api/v1/session/ticket',
        payload: { code: 'wrong-code' },
        ...(value === null ? {} : { cookies: { nexus_ticket: value } }),
      });
    expect((await send(ticket)).json().code).toBe('session.code_wrong');
    expect((await send(null)).json().code).toBe('session.refused');
    // What the browser keeps for the way to the provider is no ticket.
    expect((await send((await start()).cookie)).json().code).toBe('session.refused');
    await fixture.db.asOwner('delete from second_factors');
  });

  test('that signs somebody out ends what it opened here, and only with a token that is one', async () => {
    const session = cookieNamed(await enter('good'), 'nexus_session')!;
    const alive = async () =>
      (await fixture.app.inject({ url: '/api/v1/me', headers: bearer(session.value) })).statusCode === 200;
    const send = (token: string, type = 'application/x-www-form-urlencoded') =>
      fixture.app.inject({
        method: 'POST',
        url: `/api/v1/session/provider/${sourceId}/sign-out`,
        headers: { 'content-type': type },
        payload: new URLSearchParams({ logout_token: token }).toString(),
      });
    const bad = [
      await provider.logoutToken({ aud: 'another-client' }),
      await provider.logoutToken({ iss: 'https://evil.example' }),
      await provider.logoutToken({ nonce: 'x' }),
      await provider.logoutToken({ events: {} }),
      await provider.logoutToken({ iat: 1_000_000 }),
      `${Buffer.from('{"alg":"none"}').toString('base64url')}.${(await provider.logoutToken()).split('.')[1]}.`,
    ];
    for (const token of bad) expect((await send(token)).statusCode).toBe(400);
    expect(await alive()).toBe(true);
    expect((await send(await provider.logoutToken({ sub: 'nobody-here' }))).statusCode).toBe(200);
    expect(await alive()).toBe(true);
    expect((await send(await provider.logoutToken())).statusCode).toBe(200);
    expect(await alive()).toBe(false);
    // A form is taken here and nowhere else.
    const elsewhere = await fixture.app.inject({
      method: 'POST',
      url: '/api/v1/session',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'email=a&password=b',
    });
    expect(elsewhere.statusCode).toBe(415);
  });

  describe('is talked to at its own address only', () => {
    const tryOut = async (change: object = {}) =>
      (
        await fixture.identity.service.sources.tryOut(
          fixture.admin.actor,
          { kind: 'provider', settings: settings(change) } as never,
          {},
        )
      ).map(({ step, code, outcome }) => `${step} ${code ?? outcome}`);

    test('trying it says what is wrong', async () => {
      expect(await tryOut()).toEqual(['connect good', 'issuer good', 'endpoints good', 'keys good']);
      expect(await tryOut({ issuer: 'http://localhost:1' })).toEqual(['connect unreachable']);
      provider.metadata = { issuer: 'https://evil.example' };
      expect((await tryOut()).at(-1)).toBe('issuer wrong_issuer');
      provider.metadata = { token_endpoint: 'https://evil.example/token' };
      expect((await tryOut()).at(-1)).toBe('endpoints foreign_endpoint');
      provider.metadata = { jwks_uri: 'https://evil.example/keys' };
      expect((await tryOut()).at(-1)).toBe('endpoints foreign_endpoint');
      provider.metadata = { code_challenge_methods_supported: [] };
      expect(await tryOut()).toContain('endpoints no_pkce');
    });

    test('a sign-in at one that points elsewhere does not begin', async () => {
      provider.metadata = { token_endpoint: 'https://evil.example/token' };
      const response = await fixture.app.inject({ url: `/api/v1/session/provider/${sourceId}/start` });
      expect(response.json()).toMatchObject({ status: 503, code: 'sign_in_sources.unavailable' });
      expect(fixture.open()).toEqual([provider.issuer]);
    });

    test('http is for this very machine', async () => {
      const bad = { kind: 'provider', isOn: true, settings: settings({ issuer: 'http://login.example.org' }) };
      await expect(fixture.identity.service.sources.create(fixture.admin.actor, bad as never)).rejects.toMatchObject({
        status: 400,
      });
    });

    test.skipIf(!hasOpenssl)('by an authority of its own, where one is given: needs openssl', async () => {
      const authority = createTestAuthority('Acceso');
      const secure = await startCrookedProvider(
        authority.issue('localhost', { extensions: ['extendedKeyUsage=serverAuth', 'subjectAltName=DNS:localhost'] }),
      );
      expect(await tryOut({ issuer: secure.issuer })).toEqual(['connect certificate']);
      expect(await tryOut({ issuer: secure.issuer, authority: authority.ca })).toContain('keys good');
      await secure.close();
      authority.close();
    });
  });
});
