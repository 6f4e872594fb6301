import { generateKey, keyIdOf, SealBrokenError, systemSpaceId, wrapKey } from '@nexus/crypto';
import { anonymous, newId } from '@nexus/kernel';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  createKeyring,
  type Keyring,
  KeyTableDamagedError,
  keysMigrations,
  SpaceKeyNotFoundError,
  WrongRootKeyError,
} from '../src/index.ts';

const rootKey = generateKey();
const context = { kind: 'test', objectId: 'o' };
let db: TestDatabase;
let keyring: Keyring;

beforeAll(async () => {
  db = await createTestDatabase({ modules: [keysMigrations] });
});
afterAll(() => db.close());
beforeEach(async () => {
  await db.asOwner('delete from space_keys');
  keyring = await createKeyring({ rootKey, database: db.database });
});

const addSpace = (ring: Keyring = keyring): Promise<string> => {
  const spaceId = newId();
  return db.database.withActor(anonymous, async (tx) => {
    await ring.createSpaceKey(tx, spaceId);
    return spaceId;
  });
};

/** Counts the queries that reach the database. */
function counted(): { calls: () => number; database: Pick<typeof db.database, 'withWorker'> } {
  let calls = 0;
  return {
    calls: () => calls,
    database: {
      withWorker: (job, run, options) => {
        calls += 1;
        return db.database.withWorker(job, run, options);
      },
    },
  };
}

describe('the system key', () => {
  it('is the same after a restart, and for processes that start at once on an empty database', async () => {
    await db.asOwner('delete from space_keys');
    const rings = await Promise.all(Array.from({ length: 6 }, () => createKeyring({ rootKey, database: db.database })));
    const sealed = rings[0]!.system().sealText(context, 'x');
    for (const ring of rings) expect(ring.system().openText(context, sealed)).toBe('x');
    const later = await createKeyring({ rootKey, database: db.database });
    expect(later.system().openText(context, sealed)).toBe('x');
    expect(await later.forSpace(systemSpaceId)).toBe(later.system());
    expect(await db.asOwner('select 1 from space_keys')).toHaveLength(1);
  });

  it('does not open with another root key', async () => {
    await expect(createKeyring({ rootKey: generateKey(), database: db.database })).rejects.toThrow(WrongRootKeyError);
  });
});

describe('space keys', () => {
  it('seal in the transaction that makes them and open in every process after it', async () => {
    const spaceId = newId();
    const sealed = await db.database.withActor(anonymous, async (tx) =>
      (await keyring.createSpaceKey(tx, spaceId)).sealText(context, 'plazo'),
    );
    const other = await createKeyring({ rootKey, database: db.database });
    expect((await other.forSpace(spaceId)).openText(context, sealed)).toBe('plazo');
    const foreign = await keyring.forSpace(await addSpace());
    expect(() => foreign.openText(context, sealed)).toThrow(SealBrokenError);
  });

  it('vanish with a transaction that is rolled back, and leave nothing in memory', async () => {
    const spaceId = newId();
    const attempt = db.database.withActor(anonymous, async (tx) => {
      await keyring.createSpaceKey(tx, spaceId);
      throw new Error('changed my mind');
    });
    await expect(attempt).rejects.toThrow('changed my mind');
    await expect(keyring.forSpace(spaceId)).rejects.toThrow(SpaceKeyNotFoundError);
    await db.database.withActor(anonymous, (tx) => keyring.createSpaceKey(tx, spaceId));
    expect((await keyring.forSpace(spaceId)).spaceId).toBe(spaceId);
  });

  it('are made once for a space', async () => {
    const spaceId = await addSpace();
    const again = db.database.withActor(anonymous, (tx) => keyring.createSpaceKey(tx, spaceId));
    await expect(again).rejects.toMatchObject({ status: 409 });
  });

  it('open what an earlier version sealed', async () => {
    const spaceId = await addSpace();
    const old = (await keyring.forSpace(spaceId)).sealText(context, 'old');
    // A second version, as rotation will write it: the first is retired, the next wrapped for the same space.
    await db.asOwner(`update space_keys set state = 'retired' where space_id = $1`, [spaceId]);
    const next = generateKey();
    await db.asOwner(
      `insert into space_keys (space_id, key_version, key_id, wrapped_key, state) values ($1, 2, $2, $3, 'active')`,
      [spaceId, keyIdOf(next), wrapKey(rootKey, spaceId, next)],
    );
    keyring.forget(spaceId);
    const rotated = await keyring.forSpace(spaceId);
    expect(rotated.openText(context, old)).toBe('old');
    expect(rotated.openText(context, rotated.sealText(context, 'new'))).toBe('new');
  });

  it('do not open once erased, nor when moved to another space', async () => {
    const [a, b] = [await addSpace(), await addSpace()];
    await db.asOwner(
      `update space_keys set wrapped_key = (select wrapped_key from space_keys where space_id = $2) where space_id = $1`,
      [a, b],
    );
    await expect(keyring.forSpace(a)).rejects.toThrow(KeyTableDamagedError);
    await db.asOwner(`update space_keys set wrapped_key = null, state = 'erased' where space_id = $1`, [b]);
    await expect(keyring.forSpace(b)).rejects.toThrow(SpaceKeyNotFoundError);
  });
});

describe('the cache', () => {
  it('asks once for callers that come together, and not again', async () => {
    const spaceId = await addSpace();
    const { calls, database } = counted();
    const ring = await createKeyring({ rootKey, database });
    const before = calls();
    const sealers = await Promise.all(Array.from({ length: 20 }, () => ring.forSpace(spaceId)));
    expect(new Set(sealers).size).toBe(1);
    await ring.forSpace(spaceId);
    expect(calls() - before).toBe(1);
    ring.forget(spaceId);
    await ring.forSpace(spaceId);
    expect(calls() - before).toBe(2);
  });

  it('loads many spaces in one query, and leaves out those without a key', async () => {
    const spaceIds = await Promise.all(Array.from({ length: 30 }, () => addSpace()));
    const { calls, database } = counted();
    const ring = await createKeyring({ rootKey, database });
    const before = calls();
    const sealers = await ring.forSpaces([...spaceIds, newId(), spaceIds[0]!]);
    expect([...sealers.keys()].sort()).toEqual([...spaceIds].sort());
    expect(calls() - before).toBe(1);
  });

  it('holds no more than its capacity', async () => {
    const spaceIds = await Promise.all(Array.from({ length: 4 }, () => addSpace()));
    const { calls, database } = counted();
    const ring = await createKeyring({ rootKey, database, capacity: 3 });
    for (const spaceId of spaceIds) await ring.forSpace(spaceId);
    const before = calls();
    await ring.forSpace(spaceIds[3]!);
    await ring.forSpace(spaceIds[1]!);
    expect(calls() - before).toBe(0);
    await ring.forSpace(spaceIds[0]!);
    expect(calls() - before).toBe(1);
  });

  it('recovers when the database fails', async () => {
    const spaceId = await addSpace();
    let isDown = false;
    const ring = await createKeyring({
      rootKey,
      database: {
        withWorker: (job, run, options) =>
          isDown ? Promise.reject(new Error('away')) : db.database.withWorker(job, run, options),
      },
    });
    isDown = true;
    await expect(ring.forSpace(spaceId)).rejects.toThrow('away');
    isDown = false;
    expect((await ring.forSpace(spaceId)).spaceId).toBe(spaceId);
  });
});

describe('what the roles may do', () => {
  const insert = (version: number, state = 'active') =>
    sql`insert into space_keys (space_id, key_version, key_id, wrapped_key, state)
        values (${newId()}, ${version}, ${Buffer.alloc(16)}, ${Buffer.alloc(80)}, ${state})`;

  it('lets a request add first versions only', async () => {
    await db.database.withActor(anonymous, (tx) => insert(1).execute(tx));
    await expect(db.database.withActor(anonymous, (tx) => insert(2).execute(tx))).rejects.toMatchObject({
      status: 403,
    });
    await expect(db.database.withActor(anonymous, (tx) => insert(1, 'retired').execute(tx))).rejects.toThrow();
    await db.database.withWorker('keys.rotate', (tx) => insert(2).execute(tx));
  });

  it('lets a job retire and destroy keys, one way, and change nothing else', async () => {
    const spaceId = await addSpace();
    const change = (statement: ReturnType<typeof sql>) =>
      db.database.withWorker('keys.rotate', (tx) => statement.execute(tx));
    await change(sql`update space_keys set state = 'retired' where space_id = ${spaceId}`);
    for (const back of [
      sql`update space_keys set state = 'active' where space_id = ${spaceId}`,
      sql`update space_keys set state = 'erased' where space_id = ${spaceId}`,
    ])
      await expect(change(back)).rejects.toThrow();
    await change(sql`update space_keys set state = 'erased', wrapped_key = null where space_id = ${spaceId}`);
    await expect(
      change(sql`update space_keys set key_id = ${Buffer.alloc(16)} where space_id = ${spaceId}`),
    ).rejects.toThrow(/permission denied/);
    await expect(
      change(
        sql`update space_keys set state = 'retired', wrapped_key = ${Buffer.alloc(80)} where space_id = ${spaceId}`,
      ),
    ).rejects.toThrow();
  });

  it('lets no request change, nobody remove and no auditor read a key', async () => {
    const changes = [
      sql`update space_keys set wrapped_key = ''`,
      sql`delete from space_keys`,
      sql`truncate space_keys`,
    ];
    for (const change of changes) {
      await expect(db.database.withActor(anonymous, (tx) => change.execute(tx))).rejects.toThrow(/permission denied/);
    }
    for (const change of changes.slice(1))
      await expect(db.database.withWorker('x', (tx) => change.execute(tx))).rejects.toThrow(/permission denied/);
    const read = db.database.withAuditor(anonymous, (tx) => sql`select 1 from space_keys`.execute(tx));
    await expect(read).rejects.toThrow(/permission denied/);
  });
});
