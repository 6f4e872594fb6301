import { createSealer, generateKey, keyIdOf, systemSpaceId } from '@nexus/crypto';
import { createPostgresIdempotencyStore, type IdempotencyStore, idempotencyJobs } from '@nexus/http';
import type { PersonActor } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setUpAdministrator } from '../src/testing.ts';
import { type Fixture, startAccounts } from './accounts-fixture.ts';

let fixture: Fixture;
let actor: PersonActor;
let store: IdempotencyStore;

const response = { status: 201, headers: { location: '/x/1' }, body: '{"id":1}' };

beforeAll(async () => {
  fixture = await startAccounts('evaluation');
  actor = (await setUpAdministrator(fixture.accounts)).actor;
  const spaceKey = generateKey();
  const sealer = createSealer({ spaceId: systemSpaceId, spaceKey, keyId: keyIdOf(spaceKey) });
  store = createPostgresIdempotencyStore({ database: fixture.db.database, sealer, clock: fixture.clock });
});

afterAll(() => fixture.close());

async function begun(key: string, request = 'r') {
  const start = await store.begin(actor, key, request);
  if (start.state !== 'started') throw new Error(`not started but ${start.state}`);
  return { actor, key, attemptId: start.attemptId };
}

describe('the idempotency keys of PostgreSQL', () => {
  test('are taken by exactly one of many at once', async () => {
    const starts = await Promise.all(Array.from({ length: 8 }, () => store.begin(actor, 'race', 'r')));
    expect(starts.map((start) => start.state).sort()).toEqual([...Array(7).fill('running'), 'started']);
  });

  test('are replayed for a day and no longer', async () => {
    await store.finish(await begun('day'), response);
    fixture.clock.advance(24 * 3_600_000 - 1);
    expect(await store.begin(actor, 'day', 'r')).toEqual({ state: 'done', response });
    fixture.clock.advance(1);
    expect((await store.begin(actor, 'day', 'another')).state).toBe('started');
  });

  test('of a server that was killed are free again after five minutes, for the same request', async () => {
    const lost = await begun('killed');
    fixture.clock.advance(5 * 60_000 - 1);
    expect((await store.begin(actor, 'killed', 'r')).state).toBe('running');
    fixture.clock.advance(1);
    expect((await store.begin(actor, 'killed', 'other')).state).toBe('other-request');
    const second = await begun('killed');
    // The first one was not dead but slow: its answer must not become the answer of the second.
    await store.finish(lost, { ...response, body: 'late' });
    expect((await store.begin(actor, 'killed', 'r')).state).toBe('running');
    await store.release(lost);
    await store.finish(second, response);
    expect(await store.begin(actor, 'killed', 'r')).toEqual({ state: 'done', response });
  });

  test('are free after a release', async () => {
    await store.release(await begun('again'));
    expect((await store.begin(actor, 'again', 'another')).state).toBe('started');
  });

  test('that ran out are deleted by the worker', async () => {
    await begun('old');
    const count = async () =>
      Number(
        (await fixture.db.asOwner<{ count: string }>('select count(*)::text as count from idempotency_keys'))[0]!.count,
      );
    expect(await count()).toBeGreaterThan(0);
    fixture.clock.advance(24 * 3_600_000);
    await idempotencyJobs({ database: fixture.db.database, clock: fixture.clock })[0]!.run();
    expect(await count()).toBe(0);
  });
});
