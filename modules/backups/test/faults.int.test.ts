import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BackupBrokenError,
  createFolderTarget,
  restore,
  type Target,
  TargetAwayError,
  TargetFullError,
  verifyStore,
  WalGapError,
  withPatience,
} from '@nexus/backups';
import { generateKey } from '@nexus/crypto';
import { newId, silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BackupFixture, backUp, follow, openReader, openWriter, startFixture } from './backup-fixture.ts';

let fixture: BackupFixture;
beforeAll(async () => {
  fixture = await startFixture({ max_slot_wal_keep_size: '32MB', min_wal_size: '32MB', max_wal_size: '64MB' });
  await fixture.sql('create table ledger (id uuid primary key, note text)');
  for (let i = 0; i < 5; i += 1) await addBlob();
});
afterAll(() => fixture.close());

const signal = new AbortController().signal;
const verify = async (target: Target, expected?: { sequence: number; hash: string }[]) =>
  verifyStore({
    reader: await openReader(target),
    isDeep: true,
    signal,
    onProgress: () => {},
    ...(expected ? { expected } : {}),
  });

async function addBlob(): Promise<string> {
  const id = newId();
  await fixture.held.store.write(`blobs/${id.slice(-2)}/${id}`, Buffer.from(`object ${id}`));
  return id;
}

async function filesOf(folder: string, below: string): Promise<string[]> {
  const entries = await readdir(join(folder, below), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** A target that fails in the middle, as a disk does. */
function failing(target: Target, after: number, error: () => Error): Target {
  let puts = 0;
  return {
    ...target,
    put: async (key, bytes, options) => {
      puts += 1;
      if (puts > after) throw error();
      await target.put(key, bytes, options);
    },
  };
}

test('every changed byte, missing, swapped and cut object of a store is named, and so is one that was set back', {
  timeout: 900_000,
}, async () => {
  const first = await backUp(fixture, await openWriter(fixture.target));
  const earlier = join(fixture.home, 'earlier');
  await cp(fixture.folder, earlier, { recursive: true });
  await addBlob();
  const second = await backUp(fixture, await openWriter(fixture.target));
  const expected = [first, second].map(({ sequence, hash }) => ({ sequence, hash }));
  const whole = await verify(fixture.target, expected);
  expect(whole.problems).toEqual([]);
  expect(whole.generations.map(({ isWhole }) => isWhole)).toEqual([true, true]);

  const folder = join(fixture.home, 'tampered');
  const target = createFolderTarget({ path: folder });
  await cp(fixture.folder, folder, { recursive: true });
  const packs = await filesOf(folder, 'packs');
  const journal = (await filesOf(folder, 'journal')).sort();
  expect(journal.length).toBeGreaterThan(2);
  const named = async () => (await verify(target, expected)).problems.map(({ key }) => key);
  const namedQuickly = async () => {
    const reader = await openReader(target);
    const report = await verifyStore({ reader, isDeep: false, expected, signal, onProgress: () => {} });
    return report.problems.map(({ key }) => key);
  };
  // All objects damaged at once, each in another place: every one of them is named.
  const objects = [...packs, ...journal];
  const originals = new Map<string, Buffer>();
  for (const path of objects) originals.set(path, await readFile(path));
  const places = [() => 0, (size: number) => Math.floor(Math.random() * size), (size: number) => size - 1];
  for (const place of places) {
    for (const [path, bytes] of originals) {
      const changed = Buffer.from(bytes);
      changed[place(bytes.length)]! ^= 1 << Math.floor(Math.random() * 8);
      await writeFile(path, changed);
    }
    const keys = await named();
    for (const path of journal) expect(keys).toContain(path.slice(folder.length + 1));
    for (const [path, bytes] of originals) await writeFile(path, bytes);
    for (const path of packs) {
      const changed = Buffer.from(originals.get(path)!);
      changed[place(changed.length)]! ^= 1 << Math.floor(Math.random() * 8);
      await writeFile(path, changed);
    }
    const packKeys = await named();
    for (const path of packs) expect(packKeys).toContain(path.slice(folder.length + 1));
    for (const [path, bytes] of originals) await writeFile(path, bytes);
  }
  for (const [path, bytes] of originals) {
    const key = path.slice(folder.length + 1);
    await writeFile(path, bytes.subarray(0, -1));
    expect(await namedQuickly(), `${key} cut`).toContain(key);
    await rm(path);
    const sequence = Number(/journal\/(\d+)/.exec(key)?.[1] ?? -1);
    expect(await namedQuickly(), `${key} missing`).toContain(sequence >= 0 ? `journal/${sequence}` : key);
    await writeFile(path, bytes);
  }
  expect(await named()).toEqual([]);
  // One in the place of the other.
  for (const [a, b] of [
    [packs[0]!, packs[1]!],
    [journal[0]!, journal[1]!],
  ] as const) {
    await rename(a, `${a}.x`);
    await rename(b, a);
    await rename(`${a}.x`, b);
    const keys = await named();
    expect(keys).toContain(a.slice(folder.length + 1));
    expect(keys).toContain(b.slice(folder.length + 1));
    await rename(a, `${a}.x`);
    await rename(b, a);
    await rename(`${a}.x`, b);
  }
  // An earlier state of the whole store is true to itself; the server remembers better.
  const replayed = createFolderTarget({ path: earlier });
  expect((await verify(replayed)).problems).toEqual([]);
  expect((await verify(replayed, expected)).problems).toMatchObject([{ fault: 'missing' }]);
  await expect(openReader(fixture.target, generateKey())).rejects.toMatchObject({ fault: 'other_key' });
});

test('a full or dying place fails the backup with its name, and the one before is whole', {
  timeout: 900_000,
}, async () => {
  // So much that several packs are needed.
  await fixture.sql(
    "insert into ledger select gen_random_uuid(), string_agg(gen_random_uuid()::text, '') from generate_series(1, 60000) n, generate_series(1, 10) m group by n",
  );
  const away = failing(fixture.target, 1, () => new TargetAwayError('unplugged'));
  await expect(backUp(fixture, await openWriter(away))).rejects.toThrow('unplugged');
  const full = failing(fixture.target, 1, () => new TargetFullError('full'));
  await expect(backUp(fixture, await openWriter(full))).rejects.toThrow('full');
  const report = await verify(fixture.target);
  expect(report.problems).toEqual([]);
  expect(report.generations.length).toBe(2);
  expect(report.unnamedPacks).toBeGreaterThan(0);
  await backUp(fixture, await openWriter(fixture.target));
  expect((await verify(fixture.target)).generations.map(({ isWhole }) => isWhole)).toEqual([true, true, true]);
});

test('a place that hangs ends the backup in bounded time', { timeout: 600_000 }, async () => {
  const hanging: Target = { ...fixture.target, put: () => new Promise<never>(() => {}) };
  // In the files of the database, where the server is made to wait as well, and at the end, where only the place is waited for.
  await fixture.sql('insert into ledger select gen_random_uuid(), md5(n::text) from generate_series(1, 200000) n');
  const stalled = backUp(fixture, await openWriter(hanging), { limits: { stalledMs: 1_000 } });
  await expect(stalled).rejects.toMatchObject({ fault: 'stalled' });
  const patient = backUp(fixture, await openWriter(withPatience(hanging, 1_000)));
  await expect(patient).rejects.toThrow(TargetAwayError);
});

test('another folder at the same path is not taken for the store', async () => {
  const gone = createFolderTarget({ path: join(fixture.home, 'unplugged') });
  await expect(gone.probe()).rejects.toThrow(TargetAwayError);
  await expect(gone.put('packs/aa/x', Buffer.from('x'))).rejects.toThrow(TargetAwayError);
});

test('a restore from a broken store fails, names the object, and no server starts on what it left', {
  timeout: 600_000,
}, async () => {
  const folder = join(fixture.home, 'broken');
  await cp(fixture.folder, folder, { recursive: true });
  const reader = await openReader(createFolderTarget({ path: folder }));
  const { tree } = (await reader.listGenerations()).at(-1)!;
  const trees = new Set(tree.chunks.map(([, pack]) => pack));
  for (const path of await filesOf(folder, 'packs')) {
    if (trees.has(path.slice(path.lastIndexOf('/') + 1))) continue;
    const bytes = await readFile(path);
    for (let at = 40; at < bytes.length; at += 4_096) bytes[at]! ^= 1;
    await writeFile(path, bytes);
  }
  const into = join(fixture.home, 'from-broken');
  const options = { at: null, into, logger: silentLogger, signal, onProgress: () => {} };
  await expect(restore({ reader, ...options })).rejects.toThrow(BackupBrokenError);
  // Mended, the same restore goes on.
  const mended = await openReader(fixture.target);
  await restore({ reader: mended, ...options });
});

test('a place that is away for too long costs the log and not the server; the hole is told, and a new backup closes it', {
  timeout: 900_000,
}, async () => {
  const writer = await openWriter(fixture.target);
  const following = follow(fixture, writer);
  await fixture.sql("insert into ledger values (gen_random_uuid(), 'shipped')");
  await following.reaches(new Date());
  await following.stop();
  for (let round = 0; round < 6; round += 1) {
    await fixture.sql(
      'insert into ledger select gen_random_uuid(), repeat(md5(n::text), 20) from generate_series(1, 20000) n',
    );
    await fixture.sql('checkpoint');
    await fixture.sql('select pg_switch_wal()');
  }
  await fixture.sql('checkpoint');
  const [slot] = await fixture.sql<{ status: string }>(
    "select wal_status as status from pg_replication_slots where slot_name = 'nexus_test'",
  );
  expect(slot?.status).toBe('lost');
  const late = follow(fixture, await openWriter(fixture.target));
  await expect.poll(() => late.failure(), { timeout: 20_000 }).toBeInstanceOf(WalGapError);
  await late.stop();
  await fixture.sql("select pg_drop_replication_slot('nexus_test')");
  const again = await openWriter(fixture.target);
  const resumed = follow(fixture, again, { acceptsGap: true });
  await fixture.sql("insert into ledger values (gen_random_uuid(), 'after the hole')");
  await resumed.reaches(new Date());
  await backUp(fixture, again);
  await fixture.sql("insert into ledger values (gen_random_uuid(), 'after the backup')");
  await resumed.reaches(new Date());
  await resumed.stop();
  expect((await verify(fixture.target)).problems).toEqual([]);
  const reader = await openReader(fixture.target);
  const into = join(fixture.home, 'after-the-hole');
  await restore({ reader, at: null, into, logger: silentLogger, signal, onProgress: () => {} });
});
