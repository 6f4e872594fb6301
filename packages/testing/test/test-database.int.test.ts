import { anonymous, newId, type PersonActor } from '@nexus/kernel';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../src/test-database.ts';

type Tables = { notes: { id: string; personId: string; body: Uint8Array; size: bigint } };

const modules = [{ name: 'notes', directory: new URL('notes-migrations/', import.meta.url) }];
let first: TestDatabase;
let second: TestDatabase;

beforeAll(async () => {
  [first, second] = await Promise.all([createTestDatabase({ modules }), createTestDatabase({ modules })]);
});
afterAll(() => Promise.all([first.close(), second.close()]));

describe('a test database', () => {
  it('is migrated, bound by row-level security, and apart from the others', async () => {
    const ana: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };
    const note = { id: newId(), personId: ana.personId, body: Buffer.from('hola'), size: 4n };
    await first.database.withActor<Tables, unknown>(ana, (tx) => tx.insertInto('notes').values(note).execute());
    const count = (test: TestDatabase) => test.asOwner('select count(*)::int as n from notes');
    expect(await count(first)).toEqual([{ n: 1 }]);
    expect(await count(second)).toEqual([{ n: 0 }]);
    expect(
      await first.database.withActor<Tables, unknown[]>(anonymous, (tx) =>
        tx.selectFrom('notes').selectAll().execute(),
      ),
    ).toEqual([]);
    expect(await first.asOwner('select body, size from notes where id = $1', [note.id])).toEqual([
      { body: note.body, size: '4' },
    ]);
  });

  it('comes from its template instead of being migrated anew', async () => {
    const third = await createTestDatabase({ modules });
    const migratedAt = (test: TestDatabase) => test.asOwner('select module, number, applied_at from migrations');
    expect(await migratedAt(third)).toEqual(await migratedAt(first));
    await third.close();
  });

  it('fails to close, but goes, when a connection was left open', async () => {
    const leaky = await createTestDatabase({ modules });
    const client = new pg.Client({ ...leaky.credentials.app, application_name: 'forgetful' });
    client.on('error', () => {}); // It is cut off below.
    await client.connect();
    await client.query('begin');
    await expect(leaky.close()).rejects.toThrow(/left 1 connection.*\n.*forgetful \(idle in transaction\): begin/);
    const rows = await first.asOwner('select from pg_database where datname = $1', [leaky.credentials.app.database]);
    expect(rows).toEqual([]);
    await client.end();
  });
});
