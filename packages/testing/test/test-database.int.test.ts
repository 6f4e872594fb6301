import { anonymous, newId, type PersonActor, systemActor } from '@nexus/kernel';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

type Tables = { notes: { id: string; personId: string; body: Buffer; size: bigint; createdAt: Date; extra: unknown } };

let test: TestDatabase;
const person = (): PersonActor => ({ kind: 'person', personId: newId(), sessionId: newId() });

beforeAll(async () => {
  test = await createTestDatabase({
    modules: [{ name: 'notes', directory: new URL('notes-migrations/', import.meta.url) }],
  });
});
afterAll(() => test.close());

describe('row-level security', () => {
  it('shows a person only what is theirs, and nobody nothing', async () => {
    const ana = person();
    const luis = person();
    const id = newId();
    await test.database.withActor<Tables, unknown>(ana, (tx) =>
      tx
        .insertInto('notes')
        .values({
          id,
          personId: ana.personId,
          body: Buffer.from('hola'),
          size: 4n,
          createdAt: new Date(0),
          extra: JSON.stringify({ snake_case: 1 }),
        })
        .execute(),
    );
    const read = (actor: Parameters<typeof test.database.withActor>[0]) =>
      test.database.withActor<Tables, unknown[]>(actor, (tx) => tx.selectFrom('notes').selectAll().execute());
    expect(await read(ana)).toEqual([
      {
        id,
        personId: ana.personId,
        body: Buffer.from('hola'),
        size: 4n,
        createdAt: new Date(0),
        extra: { snake_case: 1 },
      },
    ]);
    expect(await read(luis)).toEqual([]);
    expect(await read(anonymous)).toEqual([]);
    await expect(read(systemActor('ingest'))).rejects.toThrow(TypeError);
  });
});
