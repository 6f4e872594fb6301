import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bearer, type Fixture, startIdentity } from './identity-fixture.ts';
import { base, hasSlapd, type Slapd, startSlapd } from './slapd.ts';

const person = (uid: string, name: string, password: string, more: string[] = []) =>
  [
    `dn: uid=${uid},ou=people,${base}`,
    'objectClass: inetOrgPerson',
    `uid: ${uid}`,
    `cn: ${name}`,
    `sn: ${name}`,
    `userPassword: ${password}`,
    ...(more.some((line) => line.startsWith('mail:')) ? [] : [`mail: ${uid}@example.org`]),
    ...more,
    '',
  ].join('\n');

const group = (cn: string, members: string[]) =>
  [
    `dn: cn=${cn},ou=groups,${base}`,
    'objectClass: groupOfNames',
    `cn: ${cn}`,
    ...members.map((member) => `member: ${member},${base}`),
    '',
  ].join('\n');

const entries = [
  `dn: ${base}\nobjectClass: dcObject\nobjectClass: organization\no: Ejemplo\ndc: example\n`,
  `dn: ou=people,${base}\nobjectClass: organizationalUnit\nou: people\n`,
  `dn: ou=groups,${base}\nobjectClass: organizationalUnit\nou: groups\n`,
  `dn: cn=reader,${base}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: reader\nuserPassword: lector-11\n`,
  person('ana', 'Ana Ruiz', 'clave de ana 1'),
  person('eva', 'Eva Sanz', 'clave de eva 1'),
  person('sin', 'Sin Correo', 'clave de sin 1', ['mail: x']),
  person('twin1', 'Uno', 'clave 1 gemela', ['employeeNumber: 7']),
  person('twin2', 'Dos', 'clave 2 gemela', ['employeeNumber: 7']),
  person('paren', 'Pa(ren)*te\\sis', 'clave de paren 1'),
  ...['p1', 'p2', 'p3', 'p4', 'p5'].map((uid) => person(uid, uid, 'clave de masa 1')),
  group('auditors', ['cn=inner,ou=groups']),
  group('inner', ['uid=ana,ou=people', 'cn=auditors,ou=groups']),
].join('\n');

let slapd: Slapd;
let fixture: Fixture;
let directoryId: string;

const settings = (change: object = {}) => ({
  name: 'Directorio',
  newcomers: 'create',
  linkByEmail: false,
  secondStep: 'ours',
  url: slapd.url,
  startTls: true,
  authority: slapd.authority.ca,
  bindDn: `cn=reader,${base}`,
  bindPassword: 'lector-11',
  base: `ou=people,${base}`,
  filter: '(objectClass=inetOrgPerson)',
  loginAttribute: 'uid',
  idAttribute: 'entryUUID',
  nameAttribute: 'cn',
  emailAttribute: 'mail',
  groupBase: `ou=groups,${base}`,
  nestedGroups: 'walk',
  groupRules: [{ group: `CN=auditors, ou=groups,${base}`, role: 'auditor' }],
  ...change,
});

let source = 0;
/** Each from an address of its own, so that one test's failures slow no other down. */
const signIn = (username: string, password: string, options: { sourceId?: string; from?: string } = {}) => {
  source += 1;
  return fixture.app.inject({
    method: 'POST',
    url: '/api/v1/session/directory',
    payload: { sourceId: options.sourceId ?? directoryId, username, password },
    remoteAddress: options.from ?? `198.51.100.${source}`,
  });
};
const lastReason = () => fixture.audit.at(-1)?.reason;

describe.skipIf(!hasSlapd)('a directory of the building: needs slapd and openssl', () => {
  beforeAll(async () => {
    slapd = await startSlapd(entries);
    fixture = await startIdentity();
    directoryId = await fixture.addSource({ kind: 'directory', settings: settings() });
  }, 60_000);
  afterAll(async () => {
    await fixture?.close();
    await slapd?.close();
  });
  beforeEach(() => {
    fixture.audit.length = 0;
  });

  test('lets somebody in with their account: a person without any duty, recognised by a stable id', async () => {
    expect(fixture.open()).toEqual([slapd.url]);
    const response = await signIn('ana', 'clave de ana 1');
    expect(response.statusCode).toBe(201);
    expect(response.json().me).toMatchObject({ name: 'Ana Ruiz', email: 'ana@example.org', roles: [] });
    expect(response.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict' });
    const personId = response.json().me.id;
    expect(fixture.audit.map(({ action }) => action)).toEqual([
      'person.created',
      'identity.linked',
      'session.signed_in',
    ]);
    // Another name and another address later: the same person.
    slapd.change(`dn: uid=ana,ou=people,${base}\nchangetype: modify\nreplace: mail\nmail: nueva@example.org\n`);
    expect((await signIn('ANA', 'clave de ana 1')).json().me.id).toBe(personId);
    slapd.change(`dn: uid=ana,ou=people,${base}\nchangetype: modrdn\nnewrdn: uid=ana.ruiz\ndeleteoldrdn: 1\n`);
    expect((await signIn('ana.ruiz', 'clave de ana 1')).json().me.id).toBe(personId);
    // Group in group in a circle: proposed, not given.
    slapd.change(
      `dn: cn=inner,ou=groups,${base}\nchangetype: modify\nadd: member\nmember: uid=ana.ruiz,ou=people,${base}\n`,
    );
    await signIn('ana.ruiz', 'clave de ana 1');
    const links = await fixture.identity.service.sources.listLinks(fixture.admin.actor);
    expect(links).toMatchObject([{ personId, sourceName: 'Directorio', proposedRoles: ['auditor'] }]);
    expect((await signIn('ana.ruiz', 'clave de ana 1')).json().me.roles).toEqual([]);
  });

  test('gives one answer for a wrong password, an unknown account and one that is meant by two', async () => {
    const wrong = await signIn('eva', 'no es esta');
    const wrongReason = lastReason();
    const unknown = await signIn('nadie', 'no es esta');
    const unknownReason = lastReason();
    const { instance: _a, requestId: _b, ...first } = wrong.json();
    const { instance: _c, requestId: _d, ...second } = unknown.json();
    expect(first).toEqual(second);
    expect([wrongReason, unknownReason]).toEqual(['wrong_password', 'unknown_account']);
    const twins = await fixture.addSource({
      kind: 'directory',
      settings: settings({ loginAttribute: 'employeeNumber' }),
    });
    expect((await signIn('7', 'clave 1 gemela', { sourceId: twins })).statusCode).toBe(401);
    await fixture.identity.service.sources.remove(fixture.admin.actor, twins);
  });

  test('never asks it with an empty password, which it would take as nobody’s', async () => {
    for (const password of ['']) {
      const response = await signIn('eva', password);
      expect(response.statusCode).toBe(401);
      expect(lastReason()).toBe('wrong_password');
    }
  });

  test('takes what was typed as a value and never as a piece of a filter', async () => {
    const attempts = [
      '*',
      'eva*',
      'ev?',
      'eva)(uid=*',
      '*)(uid=*))(|(uid=*',
      'eva)(!(uid=x)',
      'eva\\2a',
      'eva\0',
      '(eva)',
      'eva,ou=people',
    ];
    for (const attempt of attempts) {
      expect({ attempt, status: (await signIn(attempt, 'clave de eva 1')).statusCode }).toEqual({
        attempt,
        status: 401,
      });
      expect(lastReason()).toBe('unknown_account');
    }
    const byName = await fixture.addSource({ kind: 'directory', settings: settings({ loginAttribute: 'cn' }) });
    expect((await signIn('Pa(ren)*te\\sis', 'clave de paren 1', { sourceId: byName })).statusCode).toBe(201);
    await fixture.identity.service.sources.remove(fixture.admin.actor, byName);
  });

  test('recognises nobody by their address without the rule that says so', async () => {
    const eva = await fixture.invite('eva@example.org');
    expect((await signIn('eva', 'clave de eva 1')).statusCode).toBe(401);
    expect(lastReason()).toBe('email_taken');
    await fixture.identity.service.sources.change(fixture.admin.actor, directoryId, {
      kind: 'directory',
      isOn: true,
      settings: settings({ linkByEmail: true, bindPassword: undefined }),
    } as never);
    expect((await signIn('eva', 'clave de eva 1')).json().me.id).toBe(eva.actor.personId);
    // Suspended here is suspended, whatever the directory says.
    await fixture.accounts.service.suspendPerson(fixture.admin.actor, eva.actor.personId);
    expect((await signIn('eva', 'clave de eva 1')).statusCode).toBe(401);
    expect(lastReason()).toBe('not_active');
    await fixture.accounts.service.reactivatePerson(fixture.admin.actor, eva.actor.personId);
    expect((await signIn('eva', 'clave de eva 1')).statusCode).toBe(201);
  });

  test('strangers cannot have the directory lock somebody out: hardly anything is passed on, and a known place stays open', async () => {
    expect((await signIn('eva', 'clave de eva 1', { from: '203.0.113.1' })).statusCode).toBe(201);
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1)
      statuses.push((await signIn('eva', `mal ${guess}`, { from: `192.0.2.${guess}` })).statusCode);
    expect(statuses.filter((status) => status === 401)).toHaveLength(3);
    expect(statuses.slice(3).every((status) => status === 429)).toBe(true);
    expect((await signIn('eva', 'clave de eva 1', { from: '203.0.113.1' })).statusCode).toBe(201);
  });

  test('asks for our second step where somebody has one', async () => {
    const entered = (await signIn('eva', 'clave de eva 1', { from: '203.0.113.1' })).json();
    await fixture.db.asOwner(`insert into second_factors (person_id, secret, created_at, confirmed_at)
      values ('${entered.me.id}', '\\x00', now(), now())`);
    const response = await signIn('eva', 'clave de eva 1', { from: '203.0.113.1' });
    expect(response.json()).toMatchObject({ status: 401, code: 'session.code_required' });
    await fixture.db.asOwner('delete from second_factors');
  });

  test('suspends whom the directory does not know any more, at once and with their sessions; the last administrator stays', async () => {
    const entered = await signIn('eva', 'clave de eva 1', { from: '203.0.113.1' });
    const headers = bearer(entered.cookies[0]!.value);
    expect((await fixture.app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(200);
    slapd.change(`dn: uid=eva,ou=people,${base}\nchangetype: delete\n`);
    await fixture.identity.jobs[0]!.run();
    expect((await fixture.app.inject({ url: '/api/v1/me', headers })).statusCode).toBe(401);
    expect(fixture.audit.find(({ action }) => action === 'person.suspended')).toMatchObject({
      reason: 'gone_from_directory',
    });
    expect(fixture.audit.at(-1)).toMatchObject({ action: 'sign_in_source.synchronized', details: { suspended: 1 } });
  });

  test('that suddenly knows hardly anybody, or does not answer, suspends nobody', async () => {
    for (const uid of ['p1', 'p2', 'p3', 'p4', 'p5'])
      expect((await signIn(uid, 'clave de masa 1')).statusCode).toBe(201);
    const { sources } = fixture.identity.service;
    const change = (settingsNow: object) =>
      sources.change(fixture.admin.actor, directoryId, {
        kind: 'directory',
        isOn: true,
        settings: settingsNow,
      } as never);
    await change(settings({ base: `ou=groups,${base}` }));
    expect(await sources.synchronizeNow(fixture.admin.actor, directoryId)).toMatchObject({
      suspended: 0,
      outcome: 'too_many_missing',
    });
    await change(settings());
    await slapd.stop();
    expect(await sources.synchronizeNow(fixture.admin.actor, directoryId)).toMatchObject({
      suspended: 0,
      outcome: 'unreachable',
    });
    expect((await signIn('p1', 'clave de masa 1')).json()).toMatchObject({
      status: 503,
      code: 'sign_in_sources.unavailable',
    });
    await slapd.start();
    expect((await signIn('p1', 'clave de masa 1')).statusCode).toBe(201);
    expect(await sources.synchronizeNow(fixture.admin.actor, directoryId)).toMatchObject({ outcome: 'done' });
  });

  describe('trying the settings says at which step it ends', () => {
    const tryOut = async (change: object, login?: string) => {
      const { sources } = fixture.identity.service;
      const checks = await sources.tryOut(
        fixture.admin.actor,
        { kind: 'directory', settings: settings(change) } as never,
        { login },
      );
      return checks.map(({ step, outcome, code }) => [step, code ?? outcome].join(' '));
    };

    test.each([
      ['nothing wrong', {}, ['connect good', 'bind good', 'base good', 'account good', 'email good', 'groups good']],
      [
        'the secure port',
        { url: 'secure', startTls: false },
        ['connect good', 'bind good', 'base good', 'account good', 'email good', 'groups good'],
      ],
      ['a wrong password', { bindPassword: 'mal' }, ['connect good', 'bind bind_refused']],
      ['no password', { bindPassword: undefined }, ['connect good', 'bind bind_refused']],
      ['a base that is not there', { base: `ou=nada,${base}` }, ['connect good', 'bind good', 'base base_missing']],
      ['half a filter', { filter: '(uid=' }, ['connect good', 'bind good', 'base filter']],
      ['nobody listening', { url: 'ldap://localhost:1' }, ['connect unreachable']],
      ['another authority', { authority: null }, ['connect certificate']],
    ])('%s', async (_, change, expected) => {
      const resolved = 'url' in change && change.url === 'secure' ? { ...change, url: slapd.secureUrl } : change;
      expect(await tryOut(resolved, 'p1')).toEqual(expected);
    });

    test('an account that is not there', async () => {
      expect((await tryOut({}, 'nadie')).at(-1)).toBe('account no_account');
    });

    test('a server that takes the connection and says nothing', { timeout: 30_000 }, async () => {
      const mute = createServer(() => {});
      await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
      const { port } = mute.address() as { port: number };
      const result = await tryOut({ url: `ldap://localhost:${port}`, startTls: false });
      expect(result).toEqual(['connect too_slow']);
      mute.close();
    });
  });

  test('passwords go through no network in clear, and a secret goes to no other address than it was given for', async () => {
    const { sources } = fixture.identity.service;
    const bad = {
      kind: 'directory',
      isOn: true,
      settings: settings({ url: 'ldap://dc1.example.org', startTls: false }),
    };
    await expect(sources.create(fixture.admin.actor, bad as never)).rejects.toMatchObject({ status: 400 });
    const list = await fixture.app.inject({ url: '/api/v1/sign-in-sources', headers: bearer(fixture.admin.token) });
    expect(list.json().items[0]).toMatchObject({ hasSecret: true, source: { kind: 'directory' } });
    expect(list.body).not.toContain('lector-11');
    const stored = await fixture.db.asOwner<{ settings: Buffer }>('select settings from sign_in_sources');
    expect(stored[0]!.settings.toString('latin1')).not.toMatch(/lector-11|localhost|Directorio/);
    // Whoever could point the address at a server of their own would be sent the password.
    let heard = '';
    const thief = createServer((socket) => {
      socket.on('data', (chunk) => {
        heard += chunk.toString('latin1');
        socket.destroy();
      });
      socket.on('error', () => {});
    });
    await new Promise<void>((resolve) => thief.listen(0, '127.0.0.1', resolve));
    const { port } = thief.address() as { port: number };
    const elsewhere = settings({ url: `ldap://localhost:${port}`, startTls: false, bindPassword: undefined });
    const request = fixture.app.inject({
      method: 'POST',
      url: '/api/v1/sign-in-sources/test',
      headers: bearer(fixture.admin.token),
      payload: { source: { kind: 'directory', settings: elsewhere }, sourceId: directoryId },
    });
    await expect.poll(() => heard.length).toBeGreaterThan(0);
    thief.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(heard).not.toContain('lector-11');
    await request;
  }, 30_000);
});
