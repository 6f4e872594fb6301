import {
  anonymous,
  ConflictError,
  ForbiddenError,
  jsonLogger,
  newId,
  type PersonActor,
  silentLogger,
  systemActor,
} from '@nexus/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../src/database.ts';
import { SerializationConflictError } from '../src/database-errors.ts';
import { runPrepared } from '../src/prepared.ts';
import { retrySerializable } from '../src/retry-serializable.ts';
import type { Generated, Int8, Json } from '../src/table-types/column-types.ts';
import type { Tx } from '../src/transaction.ts';
import { scratchServer } from './scratch.ts';

type Notes = {
  id: string;
  personId: string;
  body: Uint8Array;
  size: Int8;
  createdAt: Generated<Date>;
  extra: Generated<Json>;
};
type Tables = { notes: Notes };

class NoteExistsError extends ConflictError {
  override readonly code = 'notes.exists';
}

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
const identity = sql<{ personId: string | null; sessionId: string | null; job: string }>`
  select current_person_id() as person_id, current_session_id() as session_id, current_setting('nexus.job', true) as job`;

beforeAll(async () => {
  server = await scratchServer();
  const conflicts = { notes_body_once: () => new NoteExistsError('This note exists already.') };
  db = openDatabase(server.credentials, {
    logger: silentLogger,
    conflicts,
    appConnections: 4,
  });
});
afterAll(async () => {
  await db.close();
  await server.stop();
});

describe('an actor', () => {
  it('sees and writes only what is theirs; nobody sees nothing; the worker has policies of its own', async () => {
    const ana = person();
    const luis = person();
    const note = noteOf(ana, 'de Ana');
    await db.withActor<Tables, unknown>(ana, (tx) => add(tx, note));
    expect(await db.withActor<Tables, bigint>(ana, count)).toBe(1n);
    expect(await db.withActor<Tables, bigint>(luis, count)).toBe(0n);
    expect(await db.withActor<Tables, bigint>(anonymous, count)).toBe(0n);
    expect(await db.withWorker<Tables, bigint>('ingest', count)).toBeGreaterThanOrEqual(1n);
    const steal = db.withActor<Tables, bigint>(luis, async (tx) => {
      const result = await tx
        .updateTable('notes')
        .set({ personId: luis.personId })
        .where('id', '=', note.id)
        .executeTakeFirst();
      return result.numUpdatedRows;
    });
    expect(await steal).toBe(0n);
    await expect(db.withActor<Tables, unknown>(luis, (tx) => add(tx, noteOf(ana, 'in her name')))).rejects.toThrow(
      ForbiddenError,
    );
    await expect(db.withActor<Tables, unknown>(anonymous, (tx) => add(tx, noteOf(ana, 'by nobody')))).rejects.toThrow(
      ForbiddenError,
    );
  });

  it('of the system may not use the credentials that serve people, and ids must be ids', async () => {
    const nothing = async () => 0;
    await expect(db.withActor(systemActor('ingest'), nothing)).rejects.toThrow(TypeError);
    await expect(
      db.withActor({ kind: 'person', personId: "x'; drop table notes; --", sessionId: newId() }, nothing),
    ).rejects.toThrow(TypeError);
    await expect(db.withWorker("x'; drop table notes; --", nothing)).rejects.toThrow(TypeError);
  });

  it('never leaks to another transaction, over rollbacks, errors and killed connections', async () => {
    const people = Array.from({ length: 6 }, person);
    let wrong = 0;
    const lives = people.flatMap((actor, index) =>
      Array.from({ length: 3 }, async () => {
        for (let round = 0; round < 60; round += 1) {
          const fate = (round + index) % 4;
          const who = fate === 3 && round % 2 === 0 ? anonymous : actor;
          const transaction = db.withActor<Tables, void>(who, async (tx) => {
            const [row] = (await identity.execute(tx)).rows;
            const isRight =
              who === anonymous
                ? row!.personId === null && row!.sessionId === null
                : row!.personId === actor.personId && row!.sessionId === actor.sessionId;
            if (!isRight) wrong += 1;
            if (fate === 1) throw new Error('roll back');
            if (fate === 2 && round % 20 === 2) await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
            else if (fate === 2) await sql`select 1/0`.execute(tx);
          });
          await transaction.catch(() => {});
        }
      }),
    );
    await Promise.all(lives);
    expect(wrong).toBe(0);
    expect(
      (await db.withActor<Tables, { rows: { personId: string | null }[] }>(anonymous, (tx) => identity.execute(tx)))
        .rows[0]!.personId,
    ).toBeNull();
  });

  it('is asked anew by statements that a connection planned for somebody else', async () => {
    const people = Array.from({ length: 5 }, person);
    const mine = sql<{ n: bigint; personId: string | null }>`
      select count(*) as n, current_person_id() as person_id from notes where person_id = current_person_id()`;
    for (const [index, actor] of people.entries())
      for (let n = 0; n <= index; n += 1)
        await db.withActor<Tables, unknown>(actor, (tx) => add(tx, noteOf(actor, `planned ${index} ${n}`)));
    // More rounds than PostgreSQL plans for the values at hand, on few connections.
    const rounds = Array.from({ length: 60 }, async (_, round) => {
      const index = round % (people.length + 1);
      const actor = people[index] ?? anonymous;
      const rows = await db.withActor<Tables, { n: bigint; personId: string | null }[]>(actor, (tx) =>
        runPrepared(tx, 'test.mine', mine),
      );
      const wanted = { n: BigInt(index === people.length ? 0 : index + 1), personId: people[index]?.personId ?? null };
      expect(rows).toEqual([wanted]);
    });
    await Promise.all(rounds);
  });

  it('cannot be borrowed by a query that comes after the end of its transaction', async () => {
    let kept: Tx<Tables> | undefined;
    await db.withActor<Tables, void>(person(), async (tx) => {
      kept = tx;
    });
    await expect(count(kept!)).rejects.toThrow(/already committed/);
  });

  it('is never lent to a query that nobody waited for', async () => {
    const people = Array.from({ length: 200 }, person);
    const late: { personId: string; answer: Promise<{ rows: { personId: string | null }[] }> }[] = [];
    await Promise.all(
      people.map((actor) =>
        db.withActor<Tables, void>(actor, async (tx) => {
          late.push({ personId: actor.personId, answer: identity.execute(tx) });
        }),
      ),
    );
    const results = await Promise.allSettled(late.map(({ answer }) => answer));
    expect(results).toHaveLength(people.length);
    results.forEach((result, index) => {
      if (result.status === 'fulfilled') expect(result.value.rows[0]!.personId).toBe(late[index]!.personId);
      else expect(result.reason.message).toMatch(/after the end of its transaction|already committed/);
    });
  });
});

describe('a prepared statement', () => {
  const planned = sql<{ name: string }>`select name from pg_prepared_statements where name = 'test.one'`;
  const one = sql<{ one: number }>`select 1 as one`;

  it('is planned once on each connection, and lives through transactions that fail', async () => {
    const single = openDatabase(server.credentials, { logger: silentLogger, appConnections: 1 });
    try {
      const run = () =>
        single.withActor<Tables, { one: number }[]>(anonymous, (tx) => runPrepared(tx, 'test.one', one));
      expect(await run()).toEqual([{ one: 1 }]);
      await single
        .withActor<Tables, unknown>(anonymous, async (tx) => {
          await runPrepared(tx, 'test.one', one);
          await sql`select 1/0`.execute(tx);
        })
        .catch(() => {});
      expect(await run()).toEqual([{ one: 1 }]);
      const names = await single.withActor<Tables, { rows: { name: string }[] }>(anonymous, (tx) =>
        planned.execute(tx),
      );
      expect(names.rows).toEqual([{ name: 'test.one' }]);
    } finally {
      await single.close();
    }
  });

  it('is planned each time where connections may be a pooler’s', async () => {
    const pooled = openDatabase(server.credentials, { logger: silentLogger, appConnections: 1, keepsPlans: false });
    try {
      const found = await pooled.withActor<Tables, { rows: { name: string }[] }>(anonymous, async (tx) => {
        expect(await runPrepared(tx, 'test.one', one)).toEqual([{ one: 1 }]);
        return await planned.execute(tx);
      });
      expect(found.rows).toEqual([]);
    } finally {
      await pooled.close();
    }
  });
});

describe('a transaction', () => {
  it('of which the first statements are sent together begins once', async () => {
    const ana = person();
    const names = await db.withActor<Tables, unknown>(ana, async (tx) => {
      const all = await Promise.all([1, 2, 3].map(() => identity.execute(tx)));
      return all.map(({ rows }) => rows[0]!.personId);
    });
    expect(names).toEqual([ana.personId, ana.personId, ana.personId]);
  });

  it('without a statement is none', async () => {
    expect(await db.withActor(person(), async () => 'nothing')).toBe('nothing');
    await expect(
      db.withActor(person(), async () => {
        throw new Error('before anything was sent');
      }),
    ).rejects.toThrow('before anything was sent');
  });

  it('maps names and values both ways and leaves the inside of jsonb alone', async () => {
    const ana = person();
    const big = 9_007_199_254_740_993n;
    const note = {
      ...noteOf(ana, 'x'),
      size: big,
      createdAt: new Date('2026-01-02T03:04:05.678Z'),
      extra: JSON.stringify({ snake_case: [{ kept_so: 1 }] }),
    };
    const row = await db.withActor<Tables, unknown>(ana, async (tx) => {
      await tx.insertInto('notes').values(note).execute();
      return tx.selectFrom('notes').selectAll().where('size', '=', big).executeTakeFirstOrThrow();
    });
    expect(row).toEqual({ ...note, extra: { snake_case: [{ kept_so: 1 }] } });
    const values = sql<{
      day: string;
      price: string;
      many: bigint[];
    }>`select date '2026-02-28' as day, 1.10::numeric as price, array[1, ${big}::int8] as many, array[date '2026-02-28', null] as days`;
    expect((await db.withActor<Tables, { rows: unknown[] }>(ana, (tx) => values.execute(tx))).rows).toEqual([
      { day: '2026-02-28', price: '1.10', many: [1n, big], days: ['2026-02-28', null] },
    ]);
  });

  it('is all or nothing, also when an error inside was swallowed', async () => {
    const ana = person();
    const failing = db.withActor<Tables, void>(ana, async (tx) => {
      await add(tx, noteOf(ana, 'one'));
      throw new Error('changed my mind');
    });
    await expect(failing).rejects.toThrow('changed my mind');
    const swallowing = db.withActor<Tables, void>(ana, async (tx) => {
      await add(tx, noteOf(ana, 'two'));
      await sql`select 1/0`.execute(tx).catch(() => {});
    });
    await expect(swallowing).rejects.toThrow(/swallowed/);
    expect(await db.withActor<Tables, bigint>(ana, count)).toBe(0n);
  });

  it('can be read-only and isolated', async () => {
    const ana = person();
    await expect(
      db.withActor<Tables, unknown>(ana, (tx) => add(tx, noteOf(ana, 'x')), { readOnly: true }),
    ).rejects.toThrow(/read-only transaction/);
    const shown = sql<{ level: string }>`select current_setting('transaction_isolation') as level`;
    const level = db.withActor<Tables, { rows: { level: string }[] }>(ana, (tx) => shown.execute(tx), {
      isolation: 'serializable',
    });
    expect((await level).rows).toEqual([{ level: 'serializable' }]);
  });
});

describe('a violated constraint', () => {
  it('is the error that its module registered, else a conflict, and never shows a value', async () => {
    const ana = person();
    const note = noteOf(ana, 'secreto');
    await db.withActor<Tables, unknown>(ana, (tx) => add(tx, note));
    const twice = db.withActor<Tables, unknown>(ana, (tx) => add(tx, { ...note, id: newId() }));
    await expect(twice).rejects.toMatchObject({ code: 'notes.exists', status: 409 });
    const unknown = await db
      .withActor<Tables, unknown>(ana, (tx) => add(tx, { ...noteOf(ana, 'other'), id: note.id }))
      .catch((error: unknown) => error);
    expect(unknown).toBeInstanceOf(ConflictError);
    expect(unknown).toMatchObject({ meta: { sqlState: '23505', constraint: 'notes_pkey', table: 'notes' } });
    const negative = await db
      .withActor<Tables, unknown>(ana, (tx) => add(tx, { ...noteOf(ana, 'negative'), size: -4n }))
      .catch((error: unknown) => error);
    expect(negative).toMatchObject({ status: 409, meta: { constraint: 'notes_size_positive' } });
    const logged: string[] = [];
    for (const error of [unknown, negative]) jsonLogger((line) => logged.push(line)).error('refused', { error });
    expect(logged.join('')).toContain('notes_size_positive');
    expect(logged.join('')).not.toContain(note.id);
    expect(JSON.stringify(negative, Object.getOwnPropertyNames(negative))).not.toMatch(/negative|Failing row/);
  });

  it('of serializability rolls back for certain, and retrying succeeds', async () => {
    const ana = person();
    const note = { ...noteOf(ana, 'counter'), size: 1n };
    await db.withActor<Tables, unknown>(ana, (tx) => add(tx, note));
    let attempts = 0;
    let readers = 0;
    let allHaveRead = Promise.withResolvers<void>();
    /** Three at a time write only when all have read: then they conflict, however slow the machine is. */
    const meet = async () => {
      readers += 1;
      if (readers === 3) allHaveRead.resolve();
      await allHaveRead.promise;
    };
    const increase = () =>
      db.withActor<Tables, unknown>(
        ana,
        async (tx) => {
          attempts += 1;
          const { size } = await tx
            .selectFrom('notes')
            .select('size')
            .where('id', '=', note.id)
            .executeTakeFirstOrThrow();
          await meet();
          return tx
            .updateTable('notes')
            .set({ size: size + 1n })
            .where('id', '=', note.id)
            .execute();
        },
        { isolation: 'serializable' },
      );
    const bare = await Promise.allSettled([increase(), increase(), increase()]);
    expect(
      bare.some((result) => result.status === 'rejected' && result.reason instanceof SerializationConflictError),
    ).toBe(true);
    const before = bare.filter(({ status }) => status === 'fulfilled').length;
    [attempts, readers, allHaveRead] = [0, 0, Promise.withResolvers<void>()];
    await Promise.all(Array.from({ length: 3 }, () => retrySerializable(increase, 20)));
    expect(attempts).toBeGreaterThan(3);
    const { size } = await db.withActor<Tables, { size: bigint }>(ana, (tx) =>
      tx.selectFrom('notes').select('size').where('id', '=', note.id).executeTakeFirstOrThrow(),
    );
    expect(size).toBe(1n + BigInt(before) + 3n);
  });
});
