import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testPassword } from '../src/testing.ts';
import { type Fixture, startAccounts } from './accounts-fixture.ts';

let fixture: Fixture;
const person = {
  name: 'Ada',
  email: 'ada@example.org',
  password: testPassword,
  locale: 'es',
  timeZone: 'Europe/Madrid',
};

const setUp = (token: string, change: Partial<typeof person> = {}) =>
  fixture.app.inject({ method: 'POST', url: '/api/v1/setup', payload: { token, ...person, ...change } });

const linkToken = async () => (await fixture.accounts.service.ensureSetupLink())!.token;

afterEach(() => fixture.close());

describe('setting up a production installation', () => {
  beforeEach(async () => {
    fixture = await startAccounts('production');
  });

  test('refuses bad input with every reason, and the link stays good', async () => {
    const token = await linkToken();
    const bad = await setUp(token, { email: 'nobody', name: ' ' });
    expect(bad.statusCode).toBe(400);
    expect(
      bad
        .json()
        .errors.map((issue: { path: string }) => issue.path)
        .sort(),
    ).toEqual(['body/email', 'body/name']);
    expect((await setUp(token, { password: 'contraseña1234' })).json()).toMatchObject({
      status: 400,
      code: 'password.weak',
    });
    expect((await setUp(token)).statusCode).toBe(201);
  });

  test('refuses links that are wrong, replaced, too old or used, and records it', async () => {
    const first = await linkToken();
    const second = await linkToken();
    for (const token of ['nonsense', first])
      expect((await setUp(token)).json()).toMatchObject({ status: 403, code: 'link.not_valid' });
    fixture.clock.advance(24 * 3_600_000);
    expect((await setUp(second)).statusCode).toBe(403);
    const third = await linkToken();
    expect((await setUp(third)).statusCode).toBe(201);
    expect((await setUp(third, { email: 'eve@example.org' })).statusCode).toBe(403);
    const denials = fixture.audit.entries.filter(
      (entry) => entry.action === 'installation.set_up' && entry.outcome === 'denied',
    );
    expect(denials).toHaveLength(4);
  });

  test('makes the first administrator, and only that, with a session in a strict cookie', async () => {
    expect((await fixture.app.inject('/api/v1/setup')).json()).toEqual({ needed: true });
    const response = await setUp(await linkToken());
    expect(response.json().me).toMatchObject({
      name: 'Ada',
      email: 'ada@example.org',
      roles: ['administrator'],
      evaluation: false,
    });
    const cookie = response.cookies[0]!;
    expect(cookie).toMatchObject({ name: 'nexus_session', httpOnly: true, sameSite: 'Strict', path: '/' });
    expect(response.body).not.toContain(cookie.value);
    const me = await fixture.app.inject({ url: '/api/v1/me', cookies: { nexus_session: cookie.value } });
    expect(me.json()).toMatchObject({ email: 'ada@example.org' });
    expect((await fixture.app.inject('/api/v1/setup')).json()).toEqual({ needed: false });
    expect(await fixture.accounts.service.ensureSetupLink()).toBeNull();
    expect(fixture.audit.entries.map((entry) => entry.action)).toEqual(
      expect.arrayContaining(['installation.mode_set', 'installation.set_up', 'role.granted', 'session.signed_in']),
    );
  });

  test('lets exactly one of many in who use the link at once', async () => {
    const token = await linkToken();
    const responses = await Promise.all(
      Array.from({ length: 8 }, (_, i) => setUp(token, { email: `p${i}@example.org` })),
    );
    expect(responses.map((response) => response.statusCode).sort()).toEqual([201, 403, 403, 403, 403, 403, 403, 403]);
    expect(await fixture.db.asOwner('select 1 from people')).toHaveLength(1);
    expect(await fixture.db.asOwner('select 1 from sessions')).toHaveLength(1);
  });

  test('does nothing when it cannot be recorded', async () => {
    const token = await linkToken();
    fixture.audit.fail();
    expect((await setUp(token)).statusCode).toBe(500);
    expect(await fixture.db.asOwner('select 1 from people')).toHaveLength(0);
    fixture.audit.recover();
    expect((await setUp(token)).statusCode).toBe(201);
  });

  test('writes no name, address, agent or password in clear', async () => {
    await setUp(await linkToken(), { name: 'Canaria Únicanombre' });
    const stored: string[] = [];
    for (const table of ['people', 'credentials', 'sessions', 'setup_links']) {
      const rows = await fixture.db.asOwner(`select * from ${table}`);
      const values = rows.flatMap((row) => Object.values(row));
      stored.push(...values.map((value) => (Buffer.isBuffer(value) ? value.toString('utf8') : String(value))));
    }
    // Proof that the search sees what is in clear.
    expect(stored.join(' ')).toContain('Europe/Madrid');
    for (const canary of ['Canaria', 'ada@example.org', testPassword, '$scrypt', 'lightMyRequest']) {
      expect(stored.join(' ')).not.toContain(canary);
    }
  });

  test('never returns to evaluation', async () => {
    await fixture.accounts.service.ensureSetupLink();
    const [row] = await fixture.db.asOwner<{ mode: string }>(
      `select set_installation_mode('evaluation', now()) as mode`,
    );
    expect(row!.mode).toBe('production');
  });
});

describe('setting up an evaluation', () => {
  beforeEach(async () => {
    fixture = await startAccounts('evaluation');
  });

  test('gives the first person all three duties and says so', async () => {
    const response = await setUp(await linkToken());
    expect(response.json().me).toMatchObject({ roles: ['administrator', 'auditor', 'officer'], evaluation: true });
  });

  test('welcomes the first person, and stands when the welcome fails', async () => {
    await fixture.close();
    const welcomed: string[] = [];
    const onSetUp = async (personId: string) => {
      welcomed.push(personId);
      throw new Error('no samples here');
    };
    fixture = await startAccounts('evaluation', { onSetUp });
    const token = await linkToken();
    const response = await setUp(token);
    expect(response.statusCode).toBe(201);
    await setUp(token);
    expect(welcomed).toEqual([response.json().me.id]);
  });

  test('becomes production only when nobody holds two duties', async () => {
    await setUp(await linkToken());
    const wish = () =>
      fixture.db.asOwner<{ mode: string }>(`select set_installation_mode('production', now()) as mode`);
    expect((await wish())[0]!.mode).toBe('evaluation');
    await fixture.db.asOwner(`alter table person_roles disable trigger user`);
    await fixture.db.asOwner(`delete from person_roles where role <> 'administrator'`);
    expect((await wish())[0]!.mode).toBe('production');
  });

  test('has one person for demonstrations, who has no way in', async () => {
    const first = await fixture.accounts.service.createLocalPerson({ name: 'Demostración', kind: 'demo' });
    const again = await fixture.accounts.service.createLocalPerson({ name: 'Demostración', kind: 'demo' });
    expect(again.personId).toBe(first.personId);
    expect((await fixture.accounts.service.namesOf(first, [first.personId])).get(first.personId)).toBe('Demostración');
    expect(await fixture.accounts.service.isSetupNeeded()).toBe(true);
    expect(await fixture.db.asOwner('select 1 from credentials')).toHaveLength(0);
    expect(fixture.audit.entries.filter((entry) => entry.action === 'person.created')).toHaveLength(1);
  });
});
