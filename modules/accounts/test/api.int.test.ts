import { everyRoute, openApiPath } from '@nexus/http';
import { openApiFaults } from '@nexus/http/testing';
import { newId } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, type Fixture, startAccounts } from './accounts-fixture.ts';

let fixture: Fixture;

beforeAll(async () => {
  fixture = await startAccounts('evaluation');
});

afterAll(() => fixture.close());

/** A concrete address for a pattern; a role where a role stands. */
const addressOf = (pattern: string) => pattern.replace(':role', 'auditor').replace(/:\w+/g, newId());

describe('the API of accounts', () => {
  test('is a valid OpenAPI 3.0.3 document', async () => {
    expect(openApiFaults((await fixture.app.inject(openApiPath)).json())).toEqual([]);
  });

  test('answers 401 everywhere but where people come in, whatever the token', async () => {
    const routes = everyRoute(fixture.app).filter((route) => route.operationId !== null);
    const open = routes.filter((route) => route.access === 'public').map((route) => route.operationId);
    expect(open.sort()).toEqual([
      'acceptInvitation',
      'beginPasskeySignIn',
      'getSetupState',
      'setUp',
      'signIn',
      'signInWithPasskey',
      'usePasswordReset',
    ]);
    const closed = routes.filter((route) => route.access === 'session');
    expect(closed.length).toBeGreaterThan(14);
    for (const { method, url } of closed) {
      for (const headers of [{}, bearer('A'.repeat(43)), bearer('nxat_nonsense')]) {
        const response = await fixture.app.inject({ method: method as 'GET', url: addressOf(url), headers });
        expect([method, url, response.statusCode]).toEqual([method, url, 401]);
      }
    }
  });
});
