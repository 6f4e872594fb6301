import { request } from 'node:https';
import { closeGracefully, listen, openServerTls, type ServerTls } from '@nexus/http';
import { createTestAuthority, hasOpenssl, type TestAuthority, type TestCertificate } from '@nexus/http/testing';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Fixture, startIdentity } from './identity-fixture.ts';

const password = 'tortuga violeta 47 balcones';
let authority: TestAuthority;
let fixture: Fixture;
let tls: ServerTls;
let port: number;
let sourceId: string;
let cards: Record<'ana' | 'eva' | 'lost' | 'over' | 'signing' | 'nobody' | 'foreign', TestCertificate>;

const upn = (name: string) => [
  'extendedKeyUsage=clientAuth',
  `subjectAltName=otherName:1.3.6.1.4.1.311.20.2.3;UTF8:${name}`,
];

const rule = (change: object = {}) => ({
  kind: 'cards',
  settings: { name: 'Tarjeta', attribute: 'upn', use: 'first', isRequired: false, domain: 'example.org', ...change },
});
const setRule = (change: object) =>
  fixture.identity.service.sources.change(fixture.admin.actor, sourceId, { ...rule(change), isOn: true } as never);

type Answer = { status: number; body: Record<string, unknown>; cookie: string | null };

function send(
  method: string,
  path: string,
  options: { card?: TestCertificate; body?: object; cookie?: string | null } = {},
): Promise<Answer> {
  const { card, body, cookie } = options;
  return new Promise((resolve, reject) => {
    const headers = {
      host: 'localhost',
      'sec-fetch-site': 'same-origin',
      'user-agent': 'browser/1',
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(cookie ? { cookie } : {}),
    };
    const sent = request(
      {
        host: 'localhost',
        port,
        method,
        path: `/api/v1${path}`,
        ca: authority.ca,
        agent: false,
        headers,
        ...(card ? { cert: card.cert, key: card.key } : {}),
      },
      async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        const set = response.headers['set-cookie']?.[0]?.split(';')[0] ?? null;
        resolve({ status: response.statusCode!, body: text === '' ? {} : JSON.parse(text), cookie: set });
      },
    );
    sent.once('error', reject);
    sent.end(body ? JSON.stringify(body) : undefined);
  });
}

const enter = (card?: TestCertificate) => send('POST', '/session/card', card ? { card } : {});
const reason = () => fixture.audit.at(-1)?.reason;

describe.skipIf(!hasOpenssl)('smart cards: need openssl', () => {
  beforeAll(async () => {
    authority = createTestAuthority('Tarjetas');
    const stranger = createTestAuthority('Desconocida');
    const server = authority.issue('localhost', {
      extensions: ['extendedKeyUsage=serverAuth', 'subjectAltName=DNS:localhost'],
    });
    cards = {
      ana: authority.issue('ana', { extensions: upn('Ana@example.org') }),
      eva: authority.issue('eva', {
        extensions: upn('eva@example.org'),
        subject: '/CN=Eva/serialNumber=IDCES-00000000T',
      }),
      lost: authority.issue('lost', { extensions: upn('ana@example.org') }),
      over: authority.issue('over', {
        extensions: upn('ana@example.org'),
        days: 1,
        notBefore: new Date(Date.now() - 5 * 86_400_000),
      }),
      signing: authority.issue('signing', {
        extensions: ['extendedKeyUsage=emailProtection', upn('ana@example.org')[1]!],
      }),
      nobody: authority.issue('nobody', { extensions: upn('nobody@example.org') }),
      foreign: stranger.issue('ana', { extensions: upn('ana@example.org') }),
    };
    tls = await openServerTls({
      files: {
        certificate: server.certPath,
        key: server.keyPath,
        clientAuthorities: authority.caPath,
        revocations: authority.revoke(cards.lost),
      },
      clients: 'optional',
      onlyApproved: false,
      logger: silentLogger,
    });
    fixture = await startIdentity({ tls });
    await fixture.invite('ana@example.org');
    await fixture.invite('eva@example.org');
    sourceId = await fixture.addSource(rule());
    ({ port } = await listen(fixture.app, { port: 0 }));
    stranger.close();
  }, 60_000);
  afterAll(async () => {
    if (fixture) await closeGracefully(fixture.app, 200);
    await fixture?.db.close();
    tls?.close();
    authority?.close();
  });
  beforeEach(() => {
    fixture.audit.length = 0;
  });

  test('let their owner in by the rule, and the session lives as long as the card is there', async () => {
    expect((await send('GET', '/session/ways', { card: cards.ana })).body['card']).toEqual({
      name: 'Tarjeta',
      isPresent: true,
    });
    const { status, body, cookie } = await enter(cards.ana);
    expect({ status, email: (body['me'] as { email: string }).email }).toEqual({
      status: 201,
      email: 'ana@example.org',
    });
    expect(cookie).toMatch(/^__Host-nexus_session=/);
    expect((await send('GET', '/me', { card: cards.ana, cookie })).status).toBe(200);
    // The cookie alone, stolen: worth nothing, and the session is over.
    const stolen = await send('GET', '/me', { cookie });
    expect(stolen.body).toMatchObject({ status: 401, code: 'session.moved' });
    expect(fixture.audit.at(-1)).toMatchObject({ action: 'session.moved', reason: 'certificate' });
    expect((await send('GET', '/me', { card: cards.ana, cookie })).status).toBe(401);
    const second = await enter(cards.ana);
    expect((await send('GET', '/me', { card: cards.eva, cookie: second.cookie })).body['code']).toBe('session.moved');
  });

  test.each([
    ['no card', undefined, 'no_card'],
    ['one of an unknown authority', 'foreign', 'card_'],
    ['one that is over', 'over', 'card_cert_has_expired'],
    ['one that was revoked', 'lost', 'card_cert_revoked'],
    ['one for another use', 'signing', 'card_invalid_purpose'],
    ['one of somebody unknown', 'nobody', 'unknown_card'],
  ] as const)('refuse %s with one answer and record why', async (_, name, expected) => {
    const { status, body } = await enter(name === undefined ? undefined : cards[name]);
    expect({ status, code: body['code'] }).toEqual({ status: 401, code: 'session.refused' });
    expect(reason()).toContain(expected);
  });

  test('of somebody suspended open nothing', async () => {
    const eva = (await enter(cards.eva)).body['me'] as { id: string };
    await fixture.accounts.service.suspendPerson(fixture.admin.actor, eva.id);
    expect((await enter(cards.eva)).status).toBe(401);
    expect(reason()).toBe('not_active');
    await fixture.accounts.service.reactivatePerson(fixture.admin.actor, eva.id);
  });

  test('of another domain, and by a serial number that an administrator linked', async () => {
    await setRule({ domain: 'other.example' });
    expect((await enter(cards.ana)).status).toBe(401);
    await setRule({ attribute: 'subject_serial_number' });
    expect((await enter(cards.eva)).status).toBe(401);
    const people = await fixture.accounts.service.listPeople(fixture.admin.actor, { limit: 50 });
    const eva = people.items.find(({ email }) => email === 'eva@example.org')!;
    await fixture.identity.service.sources.linkPerson(fixture.admin.actor, sourceId, eva.id, 'idces-00000000t');
    expect(((await enter(cards.eva)).body['me'] as { id: string }).id).toBe(eva.id);
    const own = fixture.identity.service.sources.linkPerson(
      fixture.admin.actor,
      sourceId,
      fixture.admin.actor.personId,
      'x',
    );
    await expect(own).rejects.toMatchObject({ status: 403 });
    await setRule({});
  });

  test('as a second step: beside the password, of the same person, and by nothing else', async () => {
    await setRule({ use: 'second', isRequired: true });
    const withPassword = (card?: TestCertificate) =>
      send('POST', '/session', { body: { email: 'ana@example.org', password }, ...(card ? { card } : {}) });
    expect((await enter(cards.ana)).status).toBe(401);
    expect(reason()).toBe('card_is_second');
    expect((await withPassword()).body['code']).toBe('session.card_required');
    for (const wrong of [cards.eva, cards.lost, cards.foreign])
      expect((await withPassword(wrong)).body['code']).toBe('session.card_required');
    const entered = await withPassword(cards.ana);
    expect(entered.status).toBe(201);
    // The way back for whoever runs the system: named for the emergency, without a card.
    await fixture.accounts.service.setLocalSignIn(fixture.admin.actor, {
      passwordsFor: 'everyone',
      breakGlass: [fixture.admin.actor.personId],
    });
    expect((await send('POST', '/session', { body: { email: fixture.admin.email, password } })).status).toBe(201);
    await setRule({});
  });

  test('trying the rule says when the server asks for no cards', async () => {
    const checks = await fixture.identity.service.sources.tryOut(fixture.admin.actor, rule() as never, {});
    expect(checks).toEqual([{ step: 'server', outcome: 'good', detail: 'optional' }]);
  });
});
