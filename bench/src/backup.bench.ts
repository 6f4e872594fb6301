import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type ApiClient, createApiClient } from '@nexus/vault';
import type { Bench, BenchOptions, Figures } from './bench.ts';
import { findDefaultData } from './sets/default-data.ts';
import { makeFiles, makePages } from './vault/made-files.ts';
import { watchMemory } from './vault/process-memory.ts';
import { uploadAndAwait } from './vault/upload-files.ts';
import { inScratchFolder, setUpToken, startVaultProcess } from './vault/vault-process.ts';

const commandLine = fileURLToPath(new URL('cli/main.ts', import.meta.resolve('@nexus/vault')));

/**
 * `--documents 10000`: a vault with so many one-page documents is backed up while it serves, changed a little, backed up again, restored by the command
 * line, and asked. Beside it, on the same data in the same run: `cp -a` of the data folder, tar through zstd, and restic for the blob folder, where installed.
 */
export const bench: Bench = {
  name: 'backup',
  summary:
    'backup of a working vault, restore until it answers, and memory, beside cp, tar and restic on the same data',
  run: (options) => inScratchFolder((home) => measure(home, options)),
};

type Run = { id: string; state: string; problem: string | null };

async function measure(home: string, options: BenchOptions) {
  const dataDir = join(home, 'data');
  const place = join(home, 'backups');
  mkdirSync(dataDir);
  mkdirSync(place);
  process.env['NEXUS_BACKUP_ROOTS'] = home;
  const ours: Figures = {};
  let server = await startVaultProcess(dataDir);
  try {
    const token = await setUpToken(server);
    const client = createApiClient(server.url, { token });
    const space = await client.post<{ id: string }>('/spaces', { name: 'Copias' });
    const count = Number(options.flags['documents'] ?? 10_000);
    const pages = makePages(findDefaultData('qa_squad/es'), 1);
    // All made in one go, so that the later ones are no copies of the first.
    const made = await makeFiles(pages, { format: 'text', files: count + Math.ceil(count / 100), pagesPerFile: 1 });
    const [files, few] = [made.slice(0, count), made.slice(count)];
    await uploadAndAwait(client, space.id, files, { filesPerRequest: 50, log: options.log });
    ours['data_mb'] = sizeOf(dataDir) / 1e6;

    const before = watchMemory(server.pid).stop();
    const memory = watchMemory(server.pid);
    const { id } = await client.post<{ id: string }>('/backups/targets', {
      place: { kind: 'folder', path: place },
      settings: { drillDays: 0 },
    });
    ours['first_s'] = await timed(() => untilIdle(client));
    ours['first_mb'] = sizeOf(place) / 1e6;
    ours['memory_more_mb'] = memory.stop().serverMb - before.serverMb;
    options.log(`first backup ${ours['first_s'].toFixed(1)} s`);

    await uploadAndAwait(client, space.id, few, { filesPerRequest: 50 });
    const sizeBefore = sizeOf(place);
    ours['second_s'] = await timed(async () => {
      await client.post<Run>(`/backups/targets/${id}/runs`, { kind: 'generation' });
      await untilIdle(client);
    });
    ours['second_mb'] = (sizeOf(place) - sizeBefore) / 1e6;
    await server.stop();

    const peers = comparePeers(home, dataDir, options);
    const restored = join(home, 'restored');
    const key = join(dataDir, 'evaluation.key');
    ours['verify_s'] = await timed(() => command(['verify', place, '--key', key]));
    ours['restore_s'] = await timed(() => command(['restore', place, '--into', restored, '--key', key]));
    const answering = await timed(async () => {
      server = await startVaultProcess(restored);
      const again = createApiClient(server.url, { token });
      const answer = await again.post<{ passagesSearched: number }>('/search', {
        text: 'contrato obra plazo',
        limit: 5,
      });
      if (answer.passagesSearched < count) throw new Error(`${answer.passagesSearched} passages of ${count} answer`);
    });
    ours['restore_and_answer_s'] = ours['restore_s'] + answering;
    return { bench: 'backup', data: `generated, ${count} documents`, ours, peers };
  } finally {
    await server.stop();
  }
}

async function untilIdle(client: ApiClient): Promise<void> {
  for (;;) {
    const { targets } = await client.get<{ targets: { openRuns: Run[]; generations: unknown[] }[] }>('/backups');
    const [target] = targets;
    if (target && target.generations.length > 0 && target.openRuns.length === 0) return;
    await wait(100);
  }
}

function comparePeers(home: string, dataDir: string, options: BenchOptions): Record<string, Figures> {
  const peers: Record<string, Figures> = {};
  const copy = join(home, 'copy');
  const syncs = (run: () => void) =>
    seconds(() => {
      run();
      execFileSync('sync');
    });
  peers['cp -a, server stopped'] = {
    first_s: syncs(() => execFileSync('cp', ['-a', dataDir, copy])),
    first_mb: sizeOf(copy) / 1e6,
  };
  rmSync(copy, { recursive: true, force: true });
  const tar = join(home, 'copy.tar.gz');
  peers['tar, gzip -1, server stopped'] = {
    first_s: syncs(() => execFileSync('sh', ['-c', `tar -C "${dataDir}" -cf - . | gzip -1 > "${tar}"`])),
    first_mb: statSync(tar).size / 1e6,
  };
  rmSync(tar);
  if (spawnSync('restic', ['version']).status !== 0) {
    options.log('restic is not installed: left out');
    return peers;
  }
  const repository = join(home, 'restic');
  const env = {
    ...process.env,
    RESTIC_PASSWORD: 'bench',
    RESTIC_REPOSITORY: repository,
    RESTIC_CACHE_DIR: join(home, 'cache'),
  };
  const restic = (...args: string[]) => execFileSync('restic', args, { env, stdio: 'ignore' });
  restic('init');
  const blobs = join(dataDir, 'blobs');
  peers['restic, blob folder alone'] = {
    first_s: syncs(() => restic('backup', blobs)),
    first_mb: sizeOf(repository) / 1e6,
    second_s: syncs(() => restic('backup', blobs)),
    verify_s: seconds(() => restic('check', '--read-data')),
    restore_s: syncs(() => restic('restore', 'latest', '--target', join(home, 'restic-restored'))),
    data_mb: sizeOf(blobs) / 1e6,
  };
  return peers;
}

async function command(args: string[]): Promise<void> {
  const child = spawn(process.execPath, [commandLine, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0) throw new Error(`nexus ${args[0]} ended with ${code}`);
}

function sizeOf(folder: string): number {
  let sum = 0;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) sum += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0;
  return sum;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await run();
  return (performance.now() - startedAt) / 1_000;
}

function seconds(run: () => unknown): number {
  const startedAt = performance.now();
  run();
  return (performance.now() - startedAt) / 1_000;
}
