import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, createApiClient } from '../src/cli/api-client.ts';
import { readAll, setUpToken } from './vault-fixture.ts';
import { spawnVault, type VaultProcess } from './vault-process.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const total = 10_000;
const perRequest = 50;

let home: string;
let place: string;
let dataDir: string;
let server: VaultProcess;
let token: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nexus-deep-backups-'));
  [place, dataDir] = [join(home, 'copias'), join(home, 'data')];
  await mkdir(place);
});
afterAll(async () => {
  await server?.stop();
  await rm(home, { recursive: true, force: true });
});

const env = () => ({ NEXUS_BACKUP_ROOTS: home, NEXUS_PORT: server ? new URL(server.url).port : '0' });
const client = (): ApiClient => createApiClient(server.url, { token });

type Target = { id: string; generations: unknown[]; openRuns: { state: string; bytesDone: number }[] };
const target = async () => (await client().get<{ targets: Target[] }>('/backups')).targets[0];

function restoring(into: string): ChildProcess {
  const key = join(dataDir, 'evaluation.key');
  return spawn(process.execPath, [main, 'restore', place, '--into', into, '--key', key], { stdio: 'ignore' });
}

test('10,000 documents: kill -9 in the middle of the backup and of the restore, and all answer within five minutes of the last start', async () => {
  server = await spawnVault(dataDir, { NEXUS_BACKUP_ROOTS: home });
  token = await setUpToken(server, 'ana@example.org');
  const space = await client().post<{ id: string }>('/spaces', { name: 'Diez mil' });
  for (let from = 0; from < total; from += perRequest) {
    const form = new FormData();
    for (let n = from; n < from + perRequest; n += 1) {
      form.append('path', `notas/${n % 50}/nota-${n}.txt`);
      form.append(
        'file',
        new Blob([`La nota ${n} fija el canon número ${n} en ${n * 3} euros al año.`]),
        `nota-${n}.txt`,
      );
    }
    await client().send('POST', `/spaces/${space.id}/documents`, { body: form });
  }
  expect(await readAll(client(), space.id, 1_800_000)).toMatchObject({ ready: total, failed: 0 });

  await client().post('/backups/targets', { place: { kind: 'folder', path: place }, settings: { drillDays: 0 } });
  for (let kills = 0; kills < 3; kills += 1) {
    await expect
      .poll(async () => (await target())?.openRuns[0]?.bytesDone ?? 0, { timeout: 300_000 })
      .toBeGreaterThan(0);
    await wait(500 * (kills + 1));
    await server.kill();
    server = await spawnVault(dataDir, env());
  }
  await expect.poll(async () => (await target())?.generations.length, { timeout: 900_000 }).toBe(1);
  await server.stop();

  const into = join(home, 'restored');
  for (const ms of [300, 2_000]) {
    const child = restoring(into);
    const ended = new Promise((resolve) => child.once('close', (_, signal) => resolve(signal)));
    // A folder that it has not claimed yet is one for a new installation.
    await expect.poll(() => existsSync(join(into, 'restore.json')), { timeout: 120_000 }).toBe(true);
    await wait(ms);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    await expect(spawnVault(into)).rejects.toThrow(/not finished/);
  }
  const startedAt = performance.now();
  const code = await new Promise((resolve) => restoring(into).once('close', resolve));
  expect(code).toBe(0);
  server = await spawnVault(into);
  const { hits, passagesSearched } = await client().post<{ hits: object[]; passagesSearched: number }>('/search', {
    text: '"canon número 7123"',
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  console.log(`restored and answering after ${seconds.toFixed(1)} s`);
  expect([hits.length, passagesSearched]).toEqual([1, total]);
  expect(seconds).toBeLessThan(300);
});
