import { newId, type PersonActor, silentLogger } from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../src/database.ts';
import { runAlongside } from '../src/prepared.ts';
import type { Tx } from '../src/transaction.ts';
import { scratchServer } from './scratch.ts';

type Tables = { notes: { id: string; personId: string; body: Uint8Array; size: bigint } };

let server: Awaited<ReturnType<typeof scratchServer>>;
let db: Database;

const person = (): PersonActor => ({ kind: 'person', personId: newId(), sessionId: newId() });
const noteOf = (actor: PersonActor, text: string) => ({
  id: newId(),
  personId: actor.personId,
  body: Buffer.from(text),
  size: BigInt(text.length),
});
const add = (tx: Tx<Tables>, note: ReturnType<typeof noteOf>) => tx.insertInto('notes').values(note).execute();
const count = async (tx: Tx<Tables>) =>
  (
    await tx
      .selectFrom('notes')
      .select((e) => e.fn.countAll<bigint>().as('n'))
      .executeTakeFirstOrThrow()
  ).n;

beforeAll(async () => {
  server = await scratchServer();
  db = openDatabase(server.credentials, { logger: silentLogger, appConnections: 4 });
});
afterAll(async () => {
  await db.close();
  await server.stop();
});

describe('a statement that nobody waits for', () => {
  const noteBy = (actor: PersonActor, note: ReturnType<typeof noteOf>) => sql`
    insert into notes (id, person_id, body, size) values (${note.id}, ${actor.personId}, ${note.body}, ${note.size})`;
  const alongside = (tx: Tx<Tables>, actor: PersonActor, note: ReturnType<typeof noteOf>) =>
    runAlongside(tx, 'test.alongside', noteBy(actor, note), (error) => new Error('explained', { cause: error }));

  it.each([true, false])(
    'is kept with its transaction, also through a pooler (own connections: %s)',
    async (keepsPlans) => {
      const other = openDatabase(server.credentials, { logger: silentLogger, keepsPlans });
      const ana = person();
      try {
        await other.withActor<Tables, void>(ana, async (tx) => {
          await add(tx, noteOf(ana, 'one'));
          await alongside(tx, ana, noteOf(ana, 'two'));
          await alongside(tx, ana, noteOf(ana, 'three'));
          expect(await count(tx)).toBe(3n);
          await alongside(tx, ana, noteOf(ana, 'four'));
        });
        expect(await other.withActor<Tables, bigint>(ana, count)).toBe(4n);
        // As the only one of its transaction, too.
        await other.withActor<Tables, void>(ana, (tx) => alongside(tx, ana, noteOf(ana, 'five')));
        expect(await other.withActor<Tables, bigint>(ana, count)).toBe(5n);
      } finally {
        await other.close();
      }
    },
  );

  it('takes the transaction with it when it fails, and is named as the reason: at the commit, or at the statement behind it', async () => {
    const [ana, stranger] = [person(), person()];
    const failing = (after: (tx: Tx<Tables>) => Promise<unknown>) =>
      db.withActor<Tables, unknown>(ana, async (tx) => {
        await add(tx, noteOf(ana, 'lost'));
        await alongside(tx, stranger, noteOf(stranger, 'not mine'));
        await after(tx);
      });
    for (const after of [async () => {}, count, (tx: Tx<Tables>) => count(tx).catch(() => {})]) {
      const outcome = failing(after);
      await expect(outcome).rejects.toThrow(/explained|swallowed/);
    }
    await expect(failing(count)).rejects.toMatchObject({ message: 'explained', cause: { status: 403 } });
    expect(await db.withActor<Tables, bigint>(ana, count)).toBe(0n);
  });

  it('does not outlive a transaction that ends for another reason', async () => {
    const ana = person();
    const outcome = db.withActor<Tables, unknown>(ana, async (tx) => {
      await add(tx, noteOf(ana, 'lost'));
      await alongside(tx, ana, noteOf(ana, 'lost too'));
      throw new Error('changed my mind');
    });
    await expect(outcome).rejects.toThrow('changed my mind');
    expect(await db.withActor<Tables, bigint>(ana, count)).toBe(0n);
  });
});
