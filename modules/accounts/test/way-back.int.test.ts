import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountsTx } from '../src/accounts.ports.ts';
import { joinPerson, type SignedIn, setUpAdministrator, signInAs, testPassword } from '../src/testing.ts';
import { bearer, type Fixture, startAccounts } from './accounts-fixture.ts';

let fixture: Fixture;
let ada: SignedIn;
let alba: SignedIn;
let olga: SignedIn;
let luis: SignedIn;

const next = 'veinte nubes sobre Teruel';

beforeAll(async () => {
  fixture = await startAccounts('production');
  ada = await setUpAdministrator(fixture.accounts);
  alba = await joinPerson(fixture.accounts, ada.actor, { email: 'alba@example.org', roles: ['administrator'] });
  olga = await joinPerson(fixture.accounts, ada.actor, { email: 'olga@example.org', roles: ['officer'] });
  luis = await joinPerson(fixture.accounts, ada.actor, { email: 'luis@example.org' });
});
afterAll(() => fixture.close());
beforeEach(() => {
  fixture.audit.entries.length = 0;
});

const send = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, token: string | null, payload?: object) =>
  fixture.app.inject({
    method,
    url,
    ...(payload ? { payload } : {}),
    ...(token ? { headers: bearer(token) } : {}),
  });
const resetOf = (person: SignedIn) => `/api/v1/people/${person.actor.personId}/password-reset`;
const use = (token: string, password = next) =>
  fixture.app.inject({ method: 'POST', url: '/api/v1/password-resets/use', payload: { token, password } });
const signIn = (email: string, password: string, remoteAddress = '198.51.100.1') =>
  fixture.app.inject({ method: 'POST', url: '/api/v1/session', payload: { email, password }, remoteAddress });
const me = (token: string) => fixture.app.inject({ url: '/api/v1/me', headers: bearer(token) });

describe('a forgotten password', () => {
  test('comes back by a link that one person issues and another approves', async () => {
    expect((await send('POST', resetOf(luis), null)).statusCode).toBe(401);
    expect((await send('POST', resetOf(luis), olga.token)).statusCode).toBe(403);
    expect((await send('POST', resetOf(ada), ada.token)).statusCode).toBe(403);
    const issued = (await send('POST', resetOf(luis), ada.token)).json();
    expect(issued.needsApproval).toBe(true);
    expect((await use(issued.token)).json()).toMatchObject({ status: 403, code: 'link.not_approved' });
    expect((await send('GET', resetOf(luis), olga.token)).json().open).toMatchObject({
      isApproved: false,
      mayApprove: true,
    });
    expect((await send('GET', resetOf(luis), ada.token)).json().open).toMatchObject({ mayApprove: false });
    expect((await send('GET', resetOf(luis), luis.token)).statusCode).toBe(403);
    // Neither the issuer nor the person says yes to it.
    for (const own of [ada, luis])
      expect((await send('POST', `${resetOf(luis)}/approval`, own.token)).statusCode).toBe(403);
    expect((await send('POST', `${resetOf(luis)}/approval`, olga.token)).statusCode).toBe(204);
    expect((await use(issued.token, 'corta')).json().code).toBe('password.weak');
    const open = await signInAs(fixture.accounts, 'luis@example.org');
    const used = await use(issued.token);
    expect(used.statusCode).toBe(204);
    expect(used.cookies).toEqual([]);
    expect((await me(open.token)).statusCode).toBe(401);
    expect((await signIn('luis@example.org', testPassword)).statusCode).toBe(401);
    expect((await signIn('luis@example.org', next)).statusCode).toBe(201);
    expect((await use(issued.token)).json().code).toBe('link.not_valid');
    const told = fixture.audit.entries.filter(({ action }) => action.startsWith('password.'));
    expect(told.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      'password.reset_issued denied',
      'password.reset_issued denied',
      'password.reset_issued success',
      'password.reset_approved denied',
      'password.reset_approved denied',
      'password.reset_approved success',
      'password.reset success',
      'password.reset denied',
    ]);
  });

  test('link runs out, is replaced by a newer one, and can be taken back', async () => {
    const first = (await send('POST', resetOf(luis), ada.token)).json();
    const second = (await send('POST', resetOf(luis), ada.token)).json();
    expect((await send('POST', `${resetOf(luis)}/approval`, alba.token)).statusCode).toBe(204);
    expect((await use(first.token)).json().code).toBe('link.not_valid');
    expect((await send('DELETE', resetOf(luis), olga.token)).statusCode).toBe(204);
    expect((await use(second.token)).json().code).toBe('link.not_valid');
    expect((await send('DELETE', resetOf(luis), olga.token)).statusCode).toBe(404);
    const third = (await send('POST', resetOf(luis), ada.token)).json();
    await send('POST', `${resetOf(luis)}/approval`, alba.token);
    fixture.clock.advance(25 * 3_600_000);
    expect((await use(third.token)).json().code).toBe('link.not_valid');
  });

  test('an approval says yes to one link only: a newer one waits again', async () => {
    [ada, alba] = [
      await signInAs(fixture.accounts, 'ada@example.org'),
      await signInAs(fixture.accounts, 'alba@example.org'),
    ];
    await send('POST', resetOf(luis), ada.token);
    await send('POST', `${resetOf(luis)}/approval`, alba.token);
    const swapped = (await send('POST', resetOf(luis), ada.token)).json();
    expect((await use(swapped.token)).json().code).toBe('link.not_approved');
  });

  test('row security: the issuer cannot approve, even past the service', async () => {
    const { numAffectedRows } = await fixture.db.database.withActor(ada.actor, (tx: AccountsTx) =>
      sql`update password_resets set approved_by = ${ada.actor.personId}`.execute(tx),
    );
    expect(numAffectedRows).toBe(0n);
  });

  test('under evaluation one person is enough, and says so', async () => {
    const evaluation = await startAccounts('evaluation');
    const solo = await setUpAdministrator(evaluation.accounts);
    const eva = await joinPerson(evaluation.accounts, solo.actor, { email: 'eva@example.org' });
    const issued = await evaluation.accounts.service.issueReset(solo.actor, eva.actor.personId);
    expect(issued?.needsApproval).toBe(false);
    await evaluation.accounts.service.applyReset(
      { token: issued!.token, password: next },
      { ip: '127.0.0.1', network: '127.0.0.1', userAgent: 'x' },
    );
    await evaluation.close();
  });
});

describe('passwords switched off', () => {
  const put = (token: string, body: object) => send('PUT', '/api/v1/sign-in-rules', token, body);

  test('leave those in who are named for the emergency, and nobody else', async () => {
    ada = await signInAs(fixture.accounts, 'ada@example.org');
    olga = await signInAs(fixture.accounts, 'olga@example.org');
    expect((await put(olga.token, { passwordsFor: 'everyone', breakGlass: [] })).statusCode).toBe(403);
    expect((await put(ada.token, { passwordsFor: 'break_glass', breakGlass: [] })).statusCode).toBe(400);
    // Somebody who could not get everybody out again is not enough.
    expect((await put(ada.token, { passwordsFor: 'break_glass', breakGlass: [luis.actor.personId] })).statusCode).toBe(
      400,
    );
    expect(await fixture.accounts.service.arePasswordsOffered()).toBe(true);
    expect((await put(ada.token, { passwordsFor: 'break_glass', breakGlass: [ada.actor.personId] })).statusCode).toBe(
      200,
    );
    expect(await fixture.accounts.service.arePasswordsOffered()).toBe(false);
    fixture.audit.entries.length = 0;
    const refused = await signIn('alba@example.org', testPassword);
    expect(refused.json()).toMatchObject({ status: 401, code: 'session.refused' });
    expect(fixture.audit.entries.at(-1)).toMatchObject({ action: 'session.denied', reason: 'passwords_off' });
    expect((await signIn('ada@example.org', testPassword)).statusCode).toBe(201);
    // Should the only one who is named be gone, every administrator can come in again, and still nobody else.
    await fixture.db.asOwner(`update people set state = 'suspended' where id = '${ada.actor.personId}'`);
    expect((await signIn('alba@example.org', testPassword)).statusCode).toBe(201);
    expect((await signIn('olga@example.org', testPassword)).statusCode).toBe(401);
    await fixture.db.asOwner(`update people set state = 'active' where id = '${ada.actor.personId}'`);
    ada = await signInAs(fixture.accounts, 'ada@example.org');
    expect((await put(ada.token, { passwordsFor: 'everyone', breakGlass: [] })).statusCode).toBe(200);
    expect((await signIn('olga@example.org', testPassword)).statusCode).toBe(201);
  });
});

describe('nobody locks somebody else out', () => {
  test('a stranger without the password never gets as far as the codes of somebody', async () => {
    luis = await signInAs(fixture.accounts, 'luis@example.org', next);
    for (let guess = 0; guess < 30; guess += 1) {
      await fixture.app.inject({
        method: 'POST',
        url: '/api/v1/session',
        payload: { email: 'luis@example.org', password: `mal ${guess} y largo`, code: '123456' },
        remoteAddress: `203.0.113.${guess}`,
      });
    }
    const source = { ip: '127.0.0.1', network: '127.0.0.1', userAgent: 'lightMyRequest' };
    // Would wait, had the strangers been counted against the person.
    await expect(fixture.accounts.service.confirmSecondFactor(luis.actor, '123456', source)).rejects.toMatchObject({
      code: 'second_factor.state',
    });
    expect((await signIn('luis@example.org', next, '198.51.100.99')).statusCode).toBe(201);
  });

  test('wrong links and unknown keys count against nobody', async () => {
    for (let guess = 0; guess < 30; guess += 1) await use(`stale-${guess}`);
    expect((await signIn('luis@example.org', next, '198.51.100.98')).statusCode).toBe(201);
  });

  test('strangers are held back before a directory locks the account; its owner at a known place is not', async () => {
    const { service } = fixture.accounts;
    const account = 'source luis';
    const at = (ip: string) => ({ ip, network: ip, userAgent: 'x' });
    const home = at('198.51.100.50');
    await service.beginDirectoryAttempt(account, home);
    await service.endDirectoryAttempt(account, home);
    let passedOn = 0;
    for (let guess = 0; guess < 40; guess += 1) {
      await service.beginDirectoryAttempt(account, at(`203.0.113.${guess}`)).then(
        () => {
          passedOn += 1;
        },
        (error) => expect(error.code).toBe('session.delayed'),
      );
    }
    // Fewer than any directory locks after.
    expect(passedOn).toBe(3);
    await service.beginDirectoryAttempt(account, home);
    fixture.clock.advance(31 * 60_000);
    await service.beginDirectoryAttempt(account, at('203.0.113.200'));
    await service.beginDirectoryAttempt('source ana', at('203.0.113.201'));
  });
});
