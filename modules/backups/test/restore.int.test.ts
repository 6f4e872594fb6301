import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { NotRestorableError, RestoreFolderError, restore, verifyStore } from '@nexus/backups';
import { createFolderBlobStore } from '@nexus/blobs';
import { inspectServer, startEmbeddedPostgres } from '@nexus/db';
import { newId, silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackupFixture, backUp, follow, openReader, openWriter, startFixture } from './backup-fixture.ts';

let fixture: BackupFixture;
beforeAll(async () => {
  fixture = await startFixture();
  await fixture.sql('create table ledger (id uuid primary key, blob text, at timestamptz default clock_timestamp())');
});
afterAll(() => fixture.close());

const signal = new AbortController().signal;
const quiet = { logger: silentLogger, signal, onProgress: () => {} };

/** Opens what was restored and looks. */
async function look(into: string) {
  const server = await startEmbeddedPostgres({ dataDir: into, logger: silentLogger });
  try {
    return await inspectServer(server.superuser, 'nexus', async (query) => {
      await query('create extension amcheck');
      await query(
        `select bt_index_check(c.oid::regclass, true) from pg_class c join pg_am a on a.oid = c.relam
          where c.relkind = 'i' and a.amname = 'btree' and c.relpersistence = 'p'`,
      );
      return await query<{ id: string; blob: string }>('select id, blob from ledger');
    });
  } finally {
    await server.stop();
  }
}

test('under writers, every row that was acknowledged before the chosen second is there with its object, and none of later', {
  timeout: 900_000,
}, async () => {
  const writer = await openWriter(fixture.target);
  const following = follow(fixture, writer);
  const acknowledged: { id: string; key: string; at: number; goneAt?: number }[] = [];
  const stopping = new AbortController();
  // Each writes an object, then its row; some are removed again soon, row first, as the vault does.
  const lane = () =>
    inspectServer(fixture.server.superuser, 'nexus', async (query) => {
      while (!stopping.signal.aborted) {
        const id = newId();
        const key = `blobs/${id.slice(-2)}/${id}`;
        await fixture.held.store.write(key, Buffer.from(`object of ${id}`.repeat(50)));
        await query('insert into ledger values ($1, $2)', [id, key]);
        const row = { id, key, at: Date.now() } as (typeof acknowledged)[number];
        acknowledged.push(row);
        const victim = acknowledged[Math.floor(Math.random() * acknowledged.length)]!;
        if (Math.random() < 0.2 && victim.goneAt === undefined) {
          victim.goneAt = Date.now();
          await query('delete from ledger where id = $1', [victim.id]);
          await fixture.held.store.remove(victim.key);
        }
        await sleep(5);
      }
    });
  const lanes = [lane(), lane(), lane(), lane()];
  await sleep(500);
  const generation = await backUp(fixture, writer);
  await sleep(2_500);
  const moment = new Date();
  await sleep(1_000);
  await fixture.sql('create table dropped_by_mistake as select 1');
  await following.reaches(moment);
  stopping.abort();
  await Promise.all(lanes);
  await following.stop();
  expect(following.failure()).toBeNull();
  expect(generation.counts.blobs).toBeGreaterThan(0);

  const reader = await openReader(fixture.target);
  const verified = await verifyStore({ reader, isDeep: true, signal, onProgress: () => {} });
  expect(verified.problems).toEqual([]);
  const into = join(fixture.home, 'restored');
  const report = await restore({ reader, at: moment, into, ...quiet });
  expect(report.until).toEqual(moment);
  const rows = await look(into);
  const found = new Map(rows.map((row) => [row.id, row.blob]));
  const before = acknowledged.filter(({ at, goneAt }) => at < moment.getTime() && !(goneAt! <= moment.getTime()));
  expect(before.length).toBeGreaterThan(100);
  expect(before.filter(({ id }) => !found.has(id))).toEqual([]);
  const after = acknowledged.filter(({ at }) => at > moment.getTime() + 200);
  expect(after.length).toBeGreaterThan(10);
  expect(after.filter(({ id }) => found.has(id))).toEqual([]);
  const restoredBlobs = await createFolderBlobStore(join(into, 'blobs'));
  for (const [id, key] of found)
    expect((await restoredBlobs.readWhole(key)).toString()).toBe(`object of ${id}`.repeat(50));

  await expect(restore({ reader, at: moment, into, ...quiet })).rejects.toThrow(RestoreFolderError);
  const tooEarly = restore({ reader, at: new Date(0), into: `${into}-2`, ...quiet });
  await expect(tooEarly).rejects.toThrow(NotRestorableError);
  const tooLate = restore({ reader, at: new Date(Date.now() + 60_000), into: `${into}-2`, ...quiet });
  await expect(tooLate).rejects.toThrow('reach to');
});

test('a second generation stores only what is new, and a restore of it needs no log', {
  timeout: 600_000,
}, async () => {
  const writer = await openWriter(fixture.target);
  const before = writer.packs.writtenBytes;
  const generation = await backUp(fixture, writer);
  const written = writer.packs.writtenBytes - before;
  expect(written).toBeLessThan(generation.counts.databaseBytes / 10);
  const into = join(fixture.home, 'alone');
  const reader = await openReader(fixture.target);
  await restore({ reader, at: null, generationId: generation.id, into, ...quiet });
  const expected = await fixture.sql<{ id: string }>('select id from ledger');
  expect((await look(into)).length).toBe(expected.length);
});

test('a restore that is stopped goes on where it was, and until it ends nothing starts on it', {
  timeout: 600_000,
}, async () => {
  const reader = await openReader(fixture.target);
  const into = join(fixture.home, 'resumed');
  let stages = 0;
  const stopping = new AbortController();
  const stopped = restore({
    reader,
    at: null,
    into,
    ...quiet,
    signal: stopping.signal,
    onProgress: ({ stage }) => {
      stages += 1;
      if (stage === 'blobs') stopping.abort(new Error('stopped'));
    },
  });
  await expect(stopped).rejects.toThrow('stopped');
  expect(stages).toBeGreaterThan(10);
  await restore({ reader, at: null, into, ...quiet });
  expect((await look(into)).length).toBeGreaterThan(100);
});
