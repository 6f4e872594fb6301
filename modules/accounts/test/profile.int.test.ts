import { anonymous } from '@nexus/kernel';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { AccountsTx } from '../src/accounts.ports.ts';
import { updateOwnProfile } from '../src/people.repository.ts';
import { joinPerson, type SignedIn, setUpAdministrator } from '../src/testing.ts';
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
beforeEach(() => {
  fixture.audit.entries.length = 0;
});

const patch = (token: string | null, payload: object) =>
  fixture.app.inject({
    method: 'PATCH',
    url: '/api/v1/me',
    payload,
    ...(token === null ? {} : { headers: bearer(token) }),
  });
const me = async (token: string) => (await fixture.app.inject({ url: '/api/v1/me', headers: bearer(token) })).json();

test('what is given is changed, the rest stays, and the log names the fields but not their values', async () => {
  const before = await me(luis.token);
  const changed = await patch(luis.token, { name: '  Luis Ángel  ', locale: 'en' });
  expect(changed.statusCode).toBe(200);
  expect(changed.json()).toEqual({ ...before, name: 'Luis Ángel', locale: 'en' });
  expect(await me(luis.token)).toEqual(changed.json());
  expect(fixture.audit.entries).toEqual([
    {
      actor: luis.actor,
      action: 'person.updated',
      outcome: 'success',
      objects: [{ kind: 'person', id: luis.actor.personId }],
      details: { name: true, locale: true },
    },
  ]);
  const zoned = (await patch(luis.token, { timeZone: 'Atlantic/Canary' })).json();
  expect(zoned).toEqual({ ...changed.json(), timeZone: 'Atlantic/Canary' });
});

test('others see the new name, and nobody else was renamed', async () => {
  await patch(luis.token, { name: 'Luisa' });
  const names = await fixture.accounts.service.namesOf(ada.actor, [ada.actor.personId, luis.actor.personId]);
  expect([...names.values()].sort()).toEqual(['Ada Administradora', 'Luisa']);
});

test.each([
  ['nothing at all', {}],
  ['an empty name', { name: '   ' }],
  ['a name without end', { name: 'x'.repeat(201) }],
  ['a language that is not spoken here', { locale: 'fr' }],
  ['no time zone', { timeZone: 'Mars/Olympus' }],
  ['an address, which is not one’s own to change', { email: 'jefe@example.org' }],
  ['a role', { locale: 'es', roles: ['administrator'] }],
])('refuses %s and changes nothing', async (_, payload) => {
  const before = await me(luis.token);
  const refused = await patch(luis.token, payload);
  expect(refused.statusCode).toBe(400);
  expect(refused.json().errors.length).toBeGreaterThan(0);
  expect(await me(luis.token)).toEqual(before);
  expect(fixture.audit.entries).toEqual([]);
});

test('needs a person at the screen, no access token', async () => {
  expect((await patch(null, { locale: 'en' })).statusCode).toBe(401);
  const url = '/api/v1/tokens';
  const headers = bearer(luis.token);
  const { secret } = (await fixture.app.inject({ method: 'POST', url, payload: { name: 'cli' }, headers })).json();
  expect((await patch(secret, { locale: 'en' })).statusCode).toBe(403);
});

test('is not made when it cannot be recorded', async () => {
  const before = await me(luis.token);
  fixture.audit.fail();
  expect((await patch(luis.token, { name: 'Sin rastro' })).statusCode).toBe(500);
  fixture.audit.recover();
  expect(await me(luis.token)).toEqual(before);
});

test('the database lets nobody write these columns but through the function, and there only their own', async () => {
  const name = Buffer.from('x');
  for (const { actor } of [luis, ada]) {
    const run = (tx: AccountsTx) =>
      tx.updateTable('people').set({ name }).where('id', '=', luis.actor.personId).execute();
    await expect(fixture.db.database.withActor(actor, run)).rejects.toThrow(/permission denied/);
  }
  const change = { name, locale: null, timeZone: null, at: fixture.clock.now() };
  expect(await fixture.db.database.withActor(anonymous, (tx: AccountsTx) => updateOwnProfile(tx, change))).toBe(false);
});
