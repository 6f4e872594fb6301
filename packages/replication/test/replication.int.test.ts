import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@nexus/db';
import { silentLogger } from '@nexus/kernel';
import {
  checkAgainstManifest,
  dropSlot,
  ensureSlot,
  type ManifestFile,
  openWalStream,
  readServerPosition,
  takeBaseBackup,
} from '@nexus/replication';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

let dataDir: string;
let server: EmbeddedPostgres;
let client: pg.Client;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'nexus-replication-'));
  server = await startEmbeddedPostgres({ dataDir, logger: silentLogger, settings: { fsync: 'off' } });
  client = new pg.Client({ ...server.superuser, database: 'nexus' });
  client.on('error', () => {});
  await client.connect();
  await client.query('create table ledger (id bigint primary key, note text)');
  await client.query('insert into ledger select n, repeat(md5(n::text), 20) from generate_series(1, 40000) n');
});
afterAll(async () => {
  await client.end();
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function backUp(pauseMs: (path: string) => number, limits = {}, signal?: AbortSignal) {
  const received: ManifestFile[] = [];
  const directories: string[] = [];
  const backup = await takeBaseBackup({
    settings: server.backup,
    label: 'test',
    limits,
    ...(signal ? { signal } : {}),
    async onEntry({ path, kind, size, body }) {
      const hash = createHash('sha256');
      for await (const piece of body) hash.update(piece);
      const ms = pauseMs(path);
      if (ms > 0) await sleep(ms);
      if (kind === 'file') received.push({ path, size, sha256: hash.digest('hex') });
      else directories.push(path);
    },
  });
  return { ...backup, received, directories };
}

test('a base backup fits the manifest of the server, file by file, and brings the log that it needs', async () => {
  const { manifest, received, directories, start, end, timeline } = await backUp(() => 0);
  checkAgainstManifest(manifest, received);
  expect(received.length).toBeGreaterThan(900);
  expect(received.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['backup_label', 'global/pg_control', 'PG_VERSION', expect.stringMatching(/^pg_wal\/0/)]),
  );
  expect(directories.map((path) => path.replace(/\/$/, ''))).toEqual(
    expect.arrayContaining(['pg_wal', 'pg_replslot', 'base']),
  );
  expect(timeline).toBe(1);
  expect(end).toBeGreaterThan(start);
  const changed = received.map((file) =>
    file.path === 'global/pg_control' ? { ...file, sha256: '0'.repeat(64) } : file,
  );
  expect(() => checkAgainstManifest(manifest, changed)).toThrow('global/pg_control');
  expect(() => checkAgainstManifest(manifest, received.slice(1))).toThrow('did not come');
});

test('a disk that is slow at the last files, where the manifest follows, holds the stream back and not up', async () => {
  let bytes = 0;
  const { manifest, received } = await backUp((path) => {
    bytes += 1;
    return path === 'global/pg_control' || path.startsWith('pg_wal/') ? 1_500 : bytes % 100 === 0 ? 20 : 0;
  });
  checkAgainstManifest(manifest, received);
});

test('a disk that hangs ends the backup with a word', async () => {
  const hung = backUp((path) => (path.startsWith('base/5/') ? 60_000 : 0), { stalledMs: 500 });
  await expect(hung).rejects.toMatchObject({ name: 'Error', fault: 'stalled' });
});

test('a backup that is called off ends at once', async () => {
  const stopping = new AbortController();
  setTimeout(() => stopping.abort(new Error('called off')), 100);
  await expect(backUp(() => 5, {}, stopping.signal)).rejects.toThrow('called off');
});

test('a server that is killed in the middle is no backup', async () => {
  let isKilled = false;
  const cut = backUp((path) => {
    if (path.startsWith('base/5/') && !isKilled) {
      isKilled = true;
      process.kill(server.pid(), 'SIGKILL');
    }
    return 0;
  });
  await expect(cut).rejects.toThrow();
  for (;;) {
    const again = new pg.Client({ ...server.superuser, database: 'nexus' });
    again.on('error', () => {});
    try {
      await again.connect();
      client = again;
      break;
    } catch {
      await sleep(100);
    }
  }
});

test('the role of the backups reads no table and no other role may stream', async () => {
  const reader = new pg.Client({ ...server.backup, database: 'nexus' });
  await expect(reader.connect()).rejects.toThrow('permission denied for database');
  await expect(readServerPosition(server.credentials.app)).rejects.toMatchObject({ fault: 'refused' });
});

test('the log streams from a slot, goes on after a break where it was confirmed, and is gone with the slot', async () => {
  const slot = 'nexus_test';
  const { restart } = await ensureSlot(server.backup, slot);
  const { timeline } = await readServerPosition(server.backup);
  const stream = await openWalStream({ settings: server.backup, slot, timeline, from: restart! });
  await client.query("insert into ledger select n, 'streamed' from generate_series(50001, 60000) n");
  const { rows } = await client.query<{ lsn: string }>('select pg_current_wal_insert_lsn() as lsn');
  const goal = rows[0]!.lsn;
  let at = restart!;
  const [high, low] = goal.split('/').map((half) => BigInt(`0x${half}`)) as [bigint, bigint];
  const goalLsn = (high << 32n) | low;
  for await (const { start, bytes } of stream) {
    expect(start).toBe(at);
    at += BigInt(bytes.length);
    if (at >= goalLsn) break;
  }
  stream.close();
  const second = await openWalStream({ settings: server.backup, slot, timeline, from: at });
  await client.query("insert into ledger values (70000, 'more')");
  for await (const { start } of second) {
    expect(start).toBe(at);
    break;
  }
  second.confirm(at);
  second.close();
  await dropSlot(server.backup, slot);
  await dropSlot(server.backup, slot);
  await expect(openWalStream({ settings: server.backup, slot, timeline, from: at })).rejects.toMatchObject({
    fault: 'refused',
  });
});
