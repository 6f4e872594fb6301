import { newId, type PersonActor, silentLogger } from '@nexus/kernel';
import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionSettings } from '../src/credentials.ts';
import { type Database, openDatabase } from '../src/database.ts';
import { appendEvent, markRead, outboxChannel, takeEvents } from '../src/outbox.ts';
import { query, scratchServer } from './scratch.ts';

let server: Awaited<ReturnType<typeof scratchServer>>;
let db: Database;
const ana: PersonActor = { kind: 'person', personId: newId(), sessionId: newId() };

beforeAll(async () => {
  server = await scratchServer();
  db = openDatabase(server.credentials, { logger: silentLogger });
  await query(
    server.credentials.owner,
    `create table audit_entries (id integer primary key, what text not null);
     alter table audit_entries enable row level security;
     create policy audit_appended on audit_entries for insert to nexus_app with check (true);
     create policy audit_read on audit_entries for select to nexus_auditor using (true);
     create trigger audit_append_only before update or delete or truncate on audit_entries execute function refuse_change();
     grant insert on audit_entries to nexus_app; grant select on audit_entries to nexus_auditor;
     insert into audit_entries values (1, 'start');
     create function harmless() returns integer language sql as 'select 1'`,
  );
});
afterAll(async () => {
  await db.close();
  await server.stop();
});

const duties = ['app', 'worker', 'auditor'] as const;

describe.each(duties)('the role of the %s', (duty) => {
  const as = (statement: string) => query(server.credentials[duty], statement);

  it('has no power over the server and owns nothing', async () => {
    const [role] = await as(
      `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,
         (select count(*)::int from pg_class where relowner = r.oid) as owned,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships
       from pg_roles r where rolname = current_user`,
    );
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      owned: 0,
      memberships: 0,
    });
  });

  it.each([
    'create table mine (id integer primary key)',
    'create temporary table mine (id integer primary key)',
    'create schema mine',
    'create role friend',
    'create database mine',
    'drop table notes',
    'alter table notes disable row level security',
    'drop policy notes_of_their_person on notes',
    'truncate notes',
    'set role nexus_owner',
    'set session authorization nexus_superuser',
    'select * from migrations',
    'update migrations set checksum = null',
    'insert into outbox (topic, version, payload) values ($$a.b$$, 1, $${}$$)',
    'select harmless()',
    'alter system set fsync = off',
    `copy (select 1) to program 'id'`,
    `select pg_read_file('PG_VERSION')`,
    `alter role nexus_app superuser`,
  ])('may not: %s', async (statement) => {
    const client = new pg.Client(server.credentials[duty]);
    await client.connect();
    try {
      // The auditor's read-only default is no wall: whoever has the credentials can turn it off.
      await client.query('set default_transaction_read_only = off');
      await expect(client.query(statement)).rejects.toMatchObject({ code: '42501' });
    } finally {
      await client.end();
    }
  });

  it('may not enter another database', async () => {
    await expect(query({ ...server.credentials[duty], database: 'postgres' }, 'select 1')).rejects.toMatchObject({
      code: '42501',
    });
  });
});

describe('the auditor', () => {
  it('sees the audit tables and nothing else', async () => {
    const as = (settings: ConnectionSettings) => query(settings, 'select what from audit_entries');
    expect(await as(server.credentials.auditor)).toEqual([{ what: 'start' }]);
    await expect(as(server.credentials.app)).rejects.toMatchObject({ code: '42501' });
    await expect(as(server.credentials.worker)).rejects.toMatchObject({ code: '42501' });
    for (const table of ['notes', 'outbox', 'outbox_consumers']) {
      await expect(query(server.credentials.auditor, `select * from ${table}`)).rejects.toMatchObject({
        code: '42501',
      });
    }
    const read = db.withAuditor(ana, (tx) =>
      sql<{ what: string; who: string }>`select what, current_person_id() as who from audit_entries`.execute(tx),
    );
    expect((await read).rows).toEqual([{ what: 'start', who: ana.personId }]);
    await expect(query(server.credentials.auditor, `insert into audit_entries values (2, 'mine')`)).rejects.toThrow();
  });

  it('reads what not even the owner can change by accident', async () => {
    for (const statement of [
      `update audit_entries set what = 'x'`,
      'delete from audit_entries',
      'truncate audit_entries',
    ]) {
      await expect(query(server.credentials.owner, statement)).rejects.toThrow(/append-only/);
    }
  });
});

describe('the owner', () => {
  it('is bound by forced row-level security as well', async () => {
    await db.withActor(ana, (tx) =>
      sql`insert into notes (id, person_id, body, size) values (${newId()}, ${ana.personId}, 'x', 1)`.execute(tx),
    );
    expect(await query(server.credentials.owner, 'select * from notes')).toEqual([]);
    expect(await query({ ...server.superuser, database: 'nexus' }, 'select 1 as one from notes')).toEqual([{ one: 1 }]);
  });
});

describe('the outbox', () => {
  const take = (consumer: string, limit?: number) =>
    db.withWorker('deliver', async (tx) => {
      const events = await takeEvents(tx, consumer, limit);
      if (events.length > 0) await markRead(tx, consumer, events.at(-1)!.position);
      return events.map(({ payload }) => payload['n']);
    });
  const append = (n: number) =>
    db.withActor(ana, (tx) => appendEvent(tx, { topic: 'document.added', version: 1, payload: { n } }));

  it('goes with its transaction and wakes listeners', async () => {
    let calls = 0;
    const subscription = await db.listen(outboxChannel, () => {
      calls += 1;
    });
    const undone = db.withActor(ana, async (tx) => {
      await appendEvent(tx, { topic: 'document.added', version: 1, payload: { n: -1 } });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await append(0);
    expect(await take('first')).toEqual([0]);
    expect(await take('first')).toEqual([]);
    for (const end = Date.now() + 200_000; calls === 0 && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 10));
    expect(calls).toBe(1);
    await subscription.stop();
  });

  it('shows positions in the order of their commits, so a reader that goes by position misses nothing', async () => {
    const seen: unknown[] = [];
    let isWriting = true;
    const reading = (async () => {
      while (isWriting) seen.push(...(await take('reader', 7)));
    })();
    await Promise.all(
      Array.from({ length: 8 }, async (_, writer) => {
        for (let n = 0; n < 25; n += 1) await append(1_000 + writer * 25 + n);
      }),
    );
    isWriting = false;
    await reading;
    for (let more = await take('reader'); more.length > 0; more = await take('reader')) seen.push(...more);
    expect(seen.filter((n) => Number(n) >= 1_000).sort()).toEqual(Array.from({ length: 200 }, (_, n) => 1_000 + n));
  });

  it('keeps two runs of one consumer apart', async () => {
    await append(5_000);
    await take('setup', 10_000);
    await append(5_001);
    const both = await Promise.all([take('setup'), take('setup')]);
    expect(both.flat()).toEqual([5_001]);
  });

  it('takes ids only in a known form, and is append-only', async () => {
    const append = (topic: string, version: number, payload: string) =>
      query(server.credentials.app, 'select append_event($1, $2, $3)', [topic, version, payload]);
    await expect(append('Nonsense', 1, '{}')).rejects.toMatchObject({ constraint: 'outbox_topic_form' });
    await expect(append('a.b', 0, '{}')).rejects.toMatchObject({ constraint: 'outbox_version_positive' });
    await expect(append('a.b', 1, '[]')).rejects.toMatchObject({ constraint: 'outbox_payload_object' });
    const content = Array.from({ length: 3_000 }, (_, n) => newId(n)).join();
    await expect(append('a.b', 1, JSON.stringify({ content }))).rejects.toMatchObject({
      constraint: 'outbox_payload_object',
    });
    await expect(query(server.credentials.owner, 'delete from outbox')).rejects.toThrow(/append-only/);
    await expect(query(server.credentials.app, 'select * from outbox')).rejects.toMatchObject({ code: '42501' });
  });
});
