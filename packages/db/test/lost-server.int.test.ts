import { setTimeout as sleep } from 'node:timers/promises';
import { anonymous, jsonLogger, newId, type PersonActor, silentLogger, UnavailableError } from '@nexus/kernel';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../src/database.ts';
import { OutcomeUnknownError } from '../src/database-errors.ts';
import type { Tx } from '../src/transaction.ts';
import { query, scratchServer } from './scratch.ts';

type Tables = { notes: { id: string; personId: string; body: Uint8Array; size: bigint } };

let server: Awaited<ReturnType<typeof scratchServer>>;
let db: Database;
const lines: string[] = [];

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
  db = openDatabase(server.credentials, {
    logger: jsonLogger((line) => lines.push(line)),
    appConnections: 4,
    patienceMs: 30_000,
  });
});
afterAll(async () => {
  await db.close();
  await server.stop();
});

/** Its number is known again a moment after it takes connections again. */
async function killServer(): Promise<void> {
  for (let isKilled = false; !isKilled; await sleep(10)) {
    try {
      process.kill(server.pid(), 'SIGKILL');
      isKilled = true;
    } catch {
      // The old number; look again.
    }
  }
}

describe('a lost server', () => {
  it('costs the transactions in flight, and the next ones wait for its return', async () => {
    const ana = person();
    await Promise.all(Array.from({ length: 4 }, () => db.withActor<Tables, bigint>(ana, count)));
    const inFlight = db.withActor<Tables, unknown>(ana, async (tx) => {
      await add(tx, noteOf(ana, 'lost'));
      await killServer();
      await sleep(50);
      return count(tx);
    });
    await expect(inFlight).rejects.toThrow(UnavailableError);
    const counts = await Promise.all(Array.from({ length: 8 }, () => db.withActor<Tables, bigint>(ana, count)));
    expect(counts).toEqual(Array(8).fill(0n));
    expect(lines.join('')).toContain('connection to the database lost');
  });

  it('just before the commit has certainly saved nothing', async () => {
    const ana = person();
    const outcome = db.withActor<Tables, unknown>(ana, async (tx) => {
      await add(tx, noteOf(ana, 'lost'));
      await killServer();
      await sleep(200);
    });
    await expect(outcome).rejects.toMatchObject({ code: 'service.unavailable' });
    expect(await db.withActor<Tables, bigint>(ana, count)).toBe(0n);
  });

  it('in the middle of the commit leaves the outcome unknown', async () => {
    const inNexus = { ...server.superuser, database: 'nexus' };
    await query(
      inNexus,
      `create table doomed (id integer primary key); grant insert on doomed to nexus_app;
       create function end_connection() returns trigger language plpgsql as 'begin perform pg_terminate_backend(pg_backend_pid()); return null; end';
       create constraint trigger at_commit after insert on doomed deferrable initially deferred for each row execute function end_connection()`,
    );
    const outcome = db.withActor(person(), (tx) => sql`insert into doomed values (1)`.execute(tx as Tx<unknown>));
    await expect(outcome).rejects.toThrow(OutcomeUnknownError);
  });

  it('that stays away is reported once patience is over', async () => {
    const away = { ...server.credentials, app: { ...server.credentials.app, host: '/tmp/no-such-folder' } };
    const lonely = openDatabase(away, { logger: silentLogger, patienceMs: 300 });
    await expect(lonely.withActor(anonymous, async () => 0)).rejects.toThrow(UnavailableError);
    await lonely.close();
    await expect(lonely.withActor(anonymous, async () => 0)).rejects.toThrow(/closed/);
  });
});

describe('listening', () => {
  it('hears of notifications, and is called after a lost connection', async () => {
    let calls = 0;
    const subscription = await db.listen('things_happened', () => {
      calls += 1;
    });
    const heard = async (n: number) => {
      for (const end = Date.now() + 200_000; calls < n && Date.now() < end; ) await sleep(10);
      return calls;
    };
    await query(server.credentials.owner, `notify things_happened`);
    expect(await heard(1)).toBe(1);
    await query(
      server.superuser,
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'nexus listener'`,
    );
    expect(await heard(2)).toBe(2);
    await query(server.credentials.owner, `notify things_happened`);
    expect(await heard(3)).toBe(3);
    await subscription.stop();
    await query(server.credentials.owner, `notify things_happened`);
    await sleep(200);
    expect(calls).toBe(3);
  });
});

describe('a pool', () => {
  it('whose connections all wait does not hang for ever', async () => {
    const small = openDatabase(server.credentials, { logger: silentLogger, appConnections: 1, patienceMs: 1_000 });
    const nested = small.withActor(anonymous, () => small.withActor(anonymous, async () => 0));
    await expect(nested).rejects.toThrow(UnavailableError);
    await small.close();
  });

  it('leaves no connection behind', async () => {
    const other = openDatabase(server.credentials, { logger: silentLogger });
    await other.withActor(anonymous, async (tx) =>
      sql`set application_name = 'left behind'`.execute(tx as Tx<unknown>),
    );
    await other.close();
    const client = new pg.Client(server.superuser);
    await client.connect();
    const gone = async () =>
      (await client.query(`select from pg_stat_activity where application_name = 'left behind'`)).rowCount === 0;
    for (const end = Date.now() + 200_000; !(await gone()) && Date.now() < end; ) await sleep(10);
    expect(await gone()).toBe(true);
    await client.end();
  });
});
