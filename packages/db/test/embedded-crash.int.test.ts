import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jsonLogger, silentLogger } from '@nexus/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clusterNameOf, listClusterProcesses } from '../src/embedded/cluster-processes.ts';
import { startEmbeddedPostgres } from '../src/embedded/start-embedded-postgres.ts';
import {
  ensureStarted,
  isRoot,
  kill,
  type Outcome,
  query,
  type Started,
  scratchFolder,
  startInChild,
} from './scratch.ts';

const serverUid = isRoot ? 65534 : process.getuid!();
let folder: ReturnType<typeof scratchFolder>;
let dataDir: string;

beforeEach(() => {
  folder = scratchFolder();
  dataDir = join(folder.path, 'data');
});
afterEach(() => folder.remove());

const clusterDir = () => join(dataDir, 'postgres', '18');
const livingProcesses = () => listClusterProcesses(clusterNameOf(clusterDir()), serverUid);

async function until(isTrue: () => boolean, limitMs = 200_000): Promise<void> {
  for (const end = Date.now() + limitMs; !isTrue(); await sleep(20)) {
    if (Date.now() > end) throw new Error('waited in vain');
  }
}

/** Commits numbers one by one until the connection breaks. @returns the acknowledged ones */
async function commitUntilBroken({ credentials }: Started, onFirst: () => void): Promise<number[]> {
  await query(credentials.owner, 'create table ledger (n integer primary key)');
  const acknowledged: number[] = [];
  try {
    for (let n = 0; ; n += 1) {
      await query(credentials.owner, 'insert into ledger values ($1)', [n]);
      acknowledged.push(n);
      if (n === 20) onFirst();
    }
  } catch {
    return acknowledged;
  }
}

async function readLedger(): Promise<number[]> {
  const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger });
  try {
    const rows = await query<{ n: number }>(server.credentials.owner, 'select n from ledger order by n');
    return rows.map(({ n }) => n);
  } finally {
    await server.stop();
  }
}

describe('after kill -9', () => {
  it('of the parent, the server goes by itself and the next start has every commit', async () => {
    const started = ensureStarted(await startInChild(dataDir));
    const acknowledged = await commitUntilBroken(started, () => started.parent.kill('SIGKILL'));
    await until(() => livingProcesses().length === 0);
    expect(acknowledged.length).toBeGreaterThan(20);
    expect((await readLedger()).slice(0, acknowledged.length)).toEqual(acknowledged);
  });

  it('of the parent and the server, the next start has every commit', async () => {
    const started = ensureStarted(await startInChild(dataDir));
    const acknowledged = await commitUntilBroken(started, () => {
      started.parent.kill('SIGKILL');
      process.kill(started.serverPid, 'SIGKILL');
    });
    expect(existsSync(join(clusterDir(), 'postmaster.pid'))).toBe(true);
    expect((await readLedger()).slice(0, acknowledged.length)).toEqual(acknowledged);
  });

  it('of every process at once, the next start has every commit', async () => {
    const started = ensureStarted(await startInChild(dataDir));
    const acknowledged = await commitUntilBroken(started, () => {
      started.parent.kill('SIGKILL');
      for (const { pid } of livingProcesses()) process.kill(pid, 'SIGKILL');
    });
    expect((await readLedger()).slice(0, acknowledged.length)).toEqual(acknowledged);
  });

  it('of the server, a living parent starts it again with every commit', async () => {
    const lines: string[] = [];
    const server = await startEmbeddedPostgres({ dataDir, logger: jsonLogger((line) => lines.push(line)) });
    try {
      const before = server.pid();
      const started = { credentials: server.credentials } as Started;
      const acknowledged = await commitUntilBroken(started, () => process.kill(before, 'SIGKILL'));
      await until(() => server.pid() !== before);
      const rows = await query<{ n: number }>(server.credentials.owner, 'select n from ledger order by n');
      expect(rows.map(({ n }) => n).slice(0, acknowledged.length)).toEqual(acknowledged);
      expect(lines.join('')).toContain('database server ended; starting it again');
    } finally {
      await server.stop();
    }
    expect(livingProcesses()).toEqual([]);
  });

  it('of a parent whose server cannot notice, the next start stops the orphan first', async () => {
    const started = ensureStarted(await startInChild(dataDir));
    // The watcher is stopped before the parent dies, as if it had been killed as well.
    const watcher = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isWatcher(name));
    process.kill(Number(watcher), 'SIGKILL');
    await kill(started.parent, 'SIGKILL');
    await sleep(500);
    expect(livingProcesses().some(({ pid }) => pid === started.serverPid)).toBe(true);
    const lines: string[] = [];
    const server = await startEmbeddedPostgres({ dataDir, logger: jsonLogger((line) => lines.push(line)) });
    expect(lines.join('')).toContain('lost its parent');
    expect(await query(server.credentials.app, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });
});

function isWatcher(pid: string): boolean {
  try {
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return command.startsWith('/bin/sh') && command.includes(`cluster_name=${clusterNameOf(clusterDir())}`);
  } catch {
    return false;
  }
}

describe('the data folder', () => {
  it('is refused to a second start, which names the first', async () => {
    const started = ensureStarted(await startInChild(dataDir));
    try {
      const second = await startInChild(dataDir);
      expect(second).toMatchObject({
        error: 'DataFolderInUseError',
        message: expect.stringContaining(`in use by process ${started.parent.pid}.`),
      });
      await expect(startEmbeddedPostgres({ dataDir, logger: silentLogger })).rejects.toMatchObject({
        pid: started.parent.pid,
      });
      expect(await query(started.credentials.app, 'select 1 as one')).toEqual([{ one: 1 }]);
    } finally {
      await kill(started.parent, 'SIGTERM');
    }
  });

  it('goes to exactly one of several that start at once', async () => {
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => startInChild(dataDir)));
    const winners = outcomes.filter((outcome): outcome is Started => !('error' in outcome));
    const losers = outcomes.filter((outcome): outcome is Exclude<Outcome, Started> => 'error' in outcome);
    await Promise.all(winners.map(({ parent }) => kill(parent, 'SIGTERM')));
    expect(winners).toHaveLength(1);
    expect(losers.map(({ error }) => error)).toEqual(Array(3).fill('DataFolderInUseError'));
  });

  it('is free again after a failed start and after a stop in the same process', async () => {
    const broken = startEmbeddedPostgres({ dataDir, logger: silentLogger, settings: { max_connections: 'many' } });
    await expect(broken).rejects.toThrow(/max_connections/);
    const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger });
    await server.stop();
    await server.stop();
    await (await startEmbeddedPostgres({ dataDir, logger: silentLogger })).stop();
  });

  it('opens over a stale postmaster.pid whose number another process has now', async () => {
    await (await startEmbeddedPostgres({ dataDir, logger: silentLogger })).stop();
    const file = join(clusterDir(), 'postmaster.pid');
    writeFileSync(file, `${process.pid}\n/proc/self/cwd\n1700000000\n5432\n/tmp/nowhere\n\n  0  0\nready\n`);
    const server = await startEmbeddedPostgres({ dataDir, logger: silentLogger });
    expect(await query(server.credentials.app, 'select 1 as one')).toEqual([{ one: 1 }]);
    await server.stop();
  });
});
