import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { joinPerson, type SignedIn, setUpAdministrator, signInAs, testPassword } from '../src/testing.ts';
import { bearer, type Fixture, startAccounts } from './accounts-fixture.ts';

let fixture: Fixture;
let ada: SignedIn;
let omar: SignedIn;
let luis: SignedIn;

beforeAll(async () => {
  fixture = await startAccounts('production');
  ada = await setUpAdministrator(fixture.accounts);
  omar = await joinPerson(fixture.accounts, ada.actor, {
    email: 'omar@example.org',
    name: 'Omar Oficial',
    roles: ['officer'],
  });
  luis = await joinPerson(fixture.accounts, ada.actor, { email: 'luis@example.org', name: 'Luis Lector' });
});

afterAll(() => fixture.close());

beforeEach(() => {
  fixture.audit.entries.length = 0;
});

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

const call = (person: SignedIn | null, method: Method, url: string, payload?: object) =>
  fixture.app.inject({
    method,
    url: `/api/v1${url}`,
    ...(person === null ? {} : { headers: bearer(person.token) }),
    ...(payload === undefined ? {} : { payload }),
  });

let addresses = 0;
const newcomer = () => {
  addresses += 1;
  return { name: `Persona ${addresses}`, email: `persona${addresses}@example.org`, locale: 'en', timeZone: 'UTC' };
};

async function addPerson(): Promise<SignedIn> {
  return joinPerson(fixture.accounts, ada.actor, { email: newcomer().email });
}

describe('inviting', () => {
  test('needs a session, valid input, and an administrator; refusals are recorded', async () => {
    expect((await call(null, 'POST', '/people', newcomer())).statusCode).toBe(401);
    const bad = await call(ada, 'POST', '/people', { name: '', email: 'x', locale: 'fr', timeZone: 'Mars/Base' });
    expect(
      bad
        .json()
        .errors.map((issue: { path: string }) => issue.path)
        .sort(),
    ).toEqual(['body/email', 'body/locale', 'body/name', 'body/timeZone']);
    for (const person of [luis, omar]) expect((await call(person, 'POST', '/people', newcomer())).statusCode).toBe(403);
    expect(fixture.audit.entries).toMatchObject([
      { action: 'person.created', outcome: 'denied', actor: { personId: luis.actor.personId } },
      { action: 'person.created', outcome: 'denied', actor: { personId: omar.actor.personId } },
    ]);
  });

  test('gives a link that lets exactly one in, once, with a good password', async () => {
    const person = newcomer();
    const { invitation, person: view } = (await call(ada, 'POST', '/people', person)).json();
    expect(view).toMatchObject({ name: person.name, email: person.email, state: 'invited', roles: [], kind: 'member' });
    const accept = (password: string) =>
      fixture.app.inject({
        method: 'POST',
        url: '/api/v1/invitations/accept',
        payload: { token: invitation.token, password },
      });
    expect((await accept(`${person.email}-largo`)).json()).toMatchObject({ status: 400, code: 'password.weak' });
    const responses = await Promise.all([1, 2, 3, 4].map(() => accept(testPassword)));
    expect(responses.map((response) => response.statusCode).sort()).toEqual([201, 403, 403, 403]);
    expect((await call(ada, 'GET', `/people/${view.id}`)).json()).toMatchObject({ state: 'active', version: 2 });
    expect((await signInAs(fixture.accounts, person.email)).actor.personId).toBe(view.id);
  });

  test('refuses an address that is taken, in any case', async () => {
    const response = await call(ada, 'POST', '/people', { ...newcomer(), email: 'LUIS@example.ORG' });
    expect(response.json()).toMatchObject({ status: 409, code: 'people.email_taken' });
  });

  test('can be renewed until it is used; the link of before is void', async () => {
    const { invitation, person } = (await call(ada, 'POST', '/people', newcomer())).json();
    expect((await call(luis, 'POST', `/people/${person.id}/invitation`)).statusCode).toBe(403);
    const renewed = (await call(ada, 'POST', `/people/${person.id}/invitation`)).json();
    const accept = (token: string) =>
      fixture.app.inject({
        method: 'POST',
        url: '/api/v1/invitations/accept',
        payload: { token, password: testPassword },
      });
    expect((await accept(invitation.token)).json()).toMatchObject({ status: 403, code: 'link.not_valid' });
    expect((await accept(renewed.token)).statusCode).toBe(201);
    expect((await call(ada, 'POST', `/people/${person.id}/invitation`)).statusCode).toBe(409);
    expect((await call(ada, 'POST', `/people/${newId()}/invitation`)).statusCode).toBe(404);
  });
});

describe('the list of people', () => {
  test('is for administrators and officers, in pages that neither repeat nor leave out', async () => {
    expect((await call(null, 'GET', '/people')).statusCode).toBe(401);
    expect((await call(ada, 'GET', '/people?limit=0')).statusCode).toBe(400);
    expect((await call(ada, 'GET', '/people?cursor=rubbish')).statusCode).toBe(400);
    expect((await call(luis, 'GET', '/people')).statusCode).toBe(403);
    const all = (await call(omar, 'GET', '/people?limit=200')).json();
    const paged: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: { items: { id: string }[]; nextCursor: string | null } = (
        await call(ada, 'GET', `/people?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)
      ).json();
      paged.push(...page.items.map((person) => person.id));
      cursor = page.nextCursor;
    }
    expect(paged).toEqual(all.items.map((person: { id: string }) => person.id));
    expect(all.items.find((person: { id: string }) => person.id === omar.actor.personId)).toMatchObject({
      name: 'Omar Oficial',
      roles: ['officer'],
    });
  });

  test('gives one person with an entity tag; nobody else learns whether somebody exists', async () => {
    const response = await call(ada, 'GET', `/people/${luis.actor.personId}`);
    expect(response.headers['etag']).toBe('"v2"');
    expect((await call(ada, 'GET', `/people/${newId()}`)).json()).toMatchObject({
      status: 404,
      code: 'people.not_found',
    });
    const [real, unreal] = [
      await call(luis, 'GET', `/people/${ada.actor.personId}`),
      await call(luis, 'GET', `/people/${newId()}`),
    ];
    expect([real.statusCode, unreal.statusCode]).toEqual([403, 403]);
  });
});

describe('suspending', () => {
  test('needs an administrator, and is not done to oneself or to the unknown', async () => {
    expect((await call(null, 'POST', `/people/${luis.actor.personId}/suspend`)).statusCode).toBe(401);
    expect((await call(ada, 'POST', '/people/x/suspend')).statusCode).toBe(400);
    expect((await call(omar, 'POST', `/people/${luis.actor.personId}/suspend`)).statusCode).toBe(403);
    expect((await call(ada, 'POST', `/people/${ada.actor.personId}/suspend`)).statusCode).toBe(403);
    expect((await call(ada, 'POST', `/people/${newId()}/suspend`)).statusCode).toBe(404);
  });

  test('ends sessions, tokens and sign-in at once, and is undone whole', async () => {
    const person = await addPerson();
    const { secret } = (await call(person, 'POST', '/tokens', { name: 'cli' })).json();
    expect((await call(ada, 'POST', `/people/${person.actor.personId}/suspend`)).json()).toMatchObject({
      state: 'suspended',
    });
    for (const token of [person.token, secret])
      expect((await call({ ...person, token }, 'GET', '/me')).statusCode).toBe(401);
    await expect(signInAs(fixture.accounts, person.email)).rejects.toMatchObject({ code: 'session.refused' });
    expect((await call(ada, 'POST', `/people/${person.actor.personId}/suspend`)).json()).toMatchObject({
      code: 'people.state',
    });
    expect((await call(ada, 'POST', `/people/${person.actor.personId}/reactivate`)).json()).toMatchObject({
      state: 'active',
    });
    expect((await call({ ...person, token: secret }, 'GET', '/me')).statusCode).toBe(200);
    expect((await call(person, 'GET', '/me')).statusCode).toBe(401);
    const recorded = fixture.audit.entries.filter((entry) => entry.outcome === 'success').map((entry) => entry.action);
    expect(recorded).toEqual(expect.arrayContaining(['person.suspended', 'person.reactivated']));
  });

  test('does not happen when it cannot be recorded', async () => {
    const person = await addPerson();
    fixture.audit.fail();
    expect((await call(ada, 'POST', `/people/${person.actor.personId}/suspend`)).statusCode).toBe(500);
    fixture.audit.recover();
    expect((await call(person, 'GET', '/me')).statusCode).toBe(200);
  });

  test('voids an open invitation', async () => {
    const { invitation, person } = (await call(ada, 'POST', '/people', newcomer())).json();
    await call(ada, 'POST', `/people/${person.id}/suspend`);
    const payload = { token: invitation.token, password: testPassword };
    const accepted = await fixture.app.inject({ method: 'POST', url: '/api/v1/invitations/accept', payload });
    expect(accepted.statusCode).toBe(403);
  });

  test('of somebody who never joined is undone to an invitation', async () => {
    const { person } = (await call(ada, 'POST', '/people', newcomer())).json();
    await call(ada, 'POST', `/people/${person.id}/suspend`);
    expect((await call(ada, 'POST', `/people/${person.id}/reactivate`)).json()).toMatchObject({ state: 'invited' });
    expect((await call(ada, 'POST', `/people/${person.id}/invitation`)).statusCode).toBe(201);
  });
});

describe('roles', () => {
  const grant = (by: SignedIn | null, to: SignedIn, role: string) =>
    call(by, 'PUT', `/people/${to.actor.personId}/roles/${role}`);
  const revoke = (by: SignedIn, from: SignedIn, role: string) =>
    call(by, 'DELETE', `/people/${from.actor.personId}/roles/${role}`);

  test('are given by those who may, never to oneself', async () => {
    const person = await addPerson();
    expect((await grant(null, person, 'auditor')).statusCode).toBe(401);
    expect((await grant(ada, person, 'king')).statusCode).toBe(400);
    expect((await grant(luis, person, 'auditor')).statusCode).toBe(403);
    // There is an officer, so the administrator no longer chooses who watches.
    expect((await grant(ada, person, 'auditor')).statusCode).toBe(403);
    expect((await grant(omar, person, 'administrator')).statusCode).toBe(403);
    expect((await grant(omar, omar, 'auditor')).statusCode).toBe(403);
    expect((await grant(omar, person, 'auditor')).json()).toMatchObject({ roles: ['auditor'] });
    expect((await call(person, 'GET', '/me')).json()).toMatchObject({ roles: ['auditor'] });
    expect((await revoke(omar, person, 'auditor')).json()).toMatchObject({ roles: [] });
    expect(
      fixture.audit.entries.filter((entry) => entry.action === 'role.granted' && entry.outcome === 'denied'),
    ).toHaveLength(4);
  });

  test('of the three exclude each other, also when two are given at once', async () => {
    const person = await addPerson();
    expect((await grant(omar, person, 'auditor')).statusCode).toBe(200);
    expect((await grant(ada, person, 'administrator')).json()).toMatchObject({ status: 409, code: 'roles.exclusive' });
    const other = await addPerson();
    const both = await Promise.all([
      grant(ada, other, 'administrator'),
      grant(omar, other, 'officer'),
      grant(omar, other, 'auditor'),
    ]);
    expect(both.map((response) => response.statusCode).sort()).toEqual([200, 409, 409]);
    await fixture.db.asOwner('delete from person_roles where person_id = any ($1)', [
      [person.actor.personId, other.actor.personId],
    ]);
  });

  test('of an active person can be asked for by other modules, and of nobody else', async () => {
    const person = await addPerson();
    const rolesOf = (id: string) => fixture.accounts.service.findRoles(luis.actor, id);
    expect(await rolesOf(omar.actor.personId)).toEqual(['officer']);
    expect(await rolesOf(person.actor.personId)).toEqual([]);
    expect(await rolesOf(newId())).toBeNull();
    await call(ada, 'POST', `/people/${person.actor.personId}/suspend`);
    expect(await rolesOf(person.actor.personId)).toBeNull();
  });

  test('stop at once when they are taken, also within an open session', async () => {
    const second = await addPerson();
    await grant(ada, second, 'administrator');
    expect((await call(second, 'GET', '/people')).statusCode).toBe(200);
    await revoke(ada, second, 'administrator');
    expect((await call(second, 'GET', '/people')).statusCode).toBe(403);
  });

  test('leave the last administrator and the last officer in place, whoever tries', async () => {
    const second = await addPerson();
    await grant(ada, second, 'administrator');
    const otherOfficer = await addPerson();
    await grant(omar, otherOfficer, 'officer');
    // Two administrators take the role from each other, two officers too: one of each must stay.
    const outcomes = await Promise.all([
      revoke(ada, second, 'administrator'),
      revoke(second, ada, 'administrator'),
      revoke(omar, otherOfficer, 'officer'),
      revoke(otherOfficer, omar, 'officer'),
    ]);
    const left = await fixture.db.asOwner<{ role: string; count: string }>(
      'select role, count(*)::text as count from person_roles group by role order by role',
    );
    for (const role of ['administrator', 'officer']) {
      expect(Number(left.find((row) => row.role === role)?.count ?? 0)).toBeGreaterThanOrEqual(1);
    }
    expect(outcomes.some((response) => response.statusCode === 200)).toBe(true);
    await fixture.db.asOwner('alter table person_roles disable trigger user');
    await fixture.db.asOwner('delete from person_roles');
    await fixture.db.asOwner(
      `insert into person_roles (person_id, role, granted_at) values ($1, 'administrator', now()), ($2, 'officer', now())`,
      [ada.actor.personId, omar.actor.personId],
    );
    await fixture.db.asOwner('alter table person_roles enable trigger user');
    expect((await call(ada, 'POST', `/people/${omar.actor.personId}/suspend`)).json()).toMatchObject({
      code: 'roles.last_holder',
    });
  });
});
