import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient } from '../src/cli/api-client.ts';
import { readConfig } from '../src/config.ts';
import { startVault } from '../src/start.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const canary = 'zafirocanario';

let home: string;
let folder: string;
let vault: VaultFixture;
let spaceId: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nexus-vault-backups-'));
  folder = join(home, 'copias');
  await mkdir(folder);
  vault = await startTestVault({ NEXUS_BACKUP_ROOTS: home });
  spaceId = (await vault.admin.post<{ id: string }>('/spaces', { name: 'Convenios' })).id;
  await upload('convenio.txt', `El convenio ${canary} fija el canon en 4.200 euros al año.`);
});
afterAll(async () => {
  await vault?.close();
  await rm(home, { recursive: true, force: true });
});

async function upload(name: string, text: string): Promise<string> {
  const { documentId } = await vault.admin.upload(spaceId, name, new Blob([text]));
  expect(await readAll(vault.admin, spaceId)).toMatchObject({ failed: 0 });
  return documentId;
}

type Run = { id: string; kind: string; state: string; problem: string | null; drill: Record<string, unknown> | null };
type Target = {
  id: string;
  alarms: { code: string; level: string }[];
  generations: { id: string; isWhole: boolean | null }[];
  openRuns: Run[];
  lastRuns: Run[];
  shippedUntil: string | null;
};

const target = async () => (await vault.admin.get<{ targets: Target[] }>('/backups')).targets[0]!;

async function ended(runId: string): Promise<Run> {
  const read = () => vault.admin.get<Run>(`/backups/runs/${runId}`);
  await expect.poll(async () => (await read()).state, { timeout: 300_000 }).not.toMatch(/queued|running/);
  return await read();
}

function nexus(args: string[]): Promise<{ code: number | null; out: string }> {
  const child = spawn(process.execPath, [main, ...args], {
    env: {
      PATH: process.env['PATH'],
      NEXUS_DATA: vault.dataDir,
      NEXUS_URL: vault.running.url,
      NEXUS_TOKEN: vault.adminToken,
      NO_COLOR: '1',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk;
    });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

test('a place is refused that is not there, not open for backups, or inside the data', async () => {
  const add = (path: string) => vault.admin.post('/backups/targets', { place: { kind: 'folder', path } });
  await expect(add(join(home, 'none'))).rejects.toMatchObject({ code: 'backups.target_unusable' });
  await expect(add('/etc')).rejects.toMatchObject({ code: 'backups.target_unusable' });
  await expect(add(`${home}/../etc`)).rejects.toMatchObject({ code: 'backups.target_unusable' });
  const { client } = await vault.invite('nadie@example.org');
  await expect(client.get('/backups')).rejects.toMatchObject({ status: 403 });
});

test('a new place gets its first backup at once; a drill restores it and asks; everything is read back', {
  timeout: 600_000,
}, async () => {
  const documents = await vault.admin.get<{ items: { id: string }[] }>(`/spaces/${spaceId}/documents`);
  await vault.admin.post('/backups/drill-questions', {
    text: '¿Qué canon fija el convenio?',
    documentId: documents.items[0]!.id,
  });
  const place = { kind: 'folder', path: folder };
  await vault.admin.post('/backups/targets', { place, settings: { lossSeconds: 5 } });
  await expect.poll(async () => (await target()).generations.length, { timeout: 300_000 }).toBe(1);
  const { id } = await target();

  const drill = await vault.admin.post<Run>(`/backups/targets/${id}/runs`, { kind: 'drill' }).catch(async () => {
    return (await target()).openRuns.find(({ kind }) => kind === 'drill')!;
  });
  const drilled = await ended(drill.id);
  expect(drilled).toMatchObject({ state: 'done', problem: null });
  expect(drilled.drill).toMatchObject({ asked: 1, right: 1, missingBlobs: 0, auditFaults: 0, blobs: 1 });
  expect(Number(drilled.drill!['indexes'])).toBeGreaterThan(50);
  expect(existsSync(join(vault.dataDir, 'drill'))).toBe(false);

  const verification = await vault.admin
    .post<Run>(`/backups/targets/${id}/runs`, { kind: 'verification' })
    .catch(async () => {
      const { openRuns, lastRuns } = await target();
      return [...openRuns, ...lastRuns].find(({ kind }) => kind === 'verification')!;
    });
  expect(await ended(verification.id)).toMatchObject({ state: 'done' });
  expect((await target()).generations[0]).toMatchObject({ isWhole: true });
  // Entries stand in the log a moment after what they tell.
  const logged = async () =>
    (await vault.admin.get<{ items: { action: string }[] }>('/audit/entries?limit=100')).items.map(
      ({ action }) => action,
    );
  await expect
    .poll(logged, { timeout: 60_000 })
    .toEqual(expect.arrayContaining(['backup.target_added', 'backup.taken', 'backup.drill_done', 'backup.verified']));
});

test('a drill whose question is answered from elsewhere has failed, and says so', { timeout: 400_000 }, async () => {
  const other = await upload('otro.txt', 'El jardín tiene dos fuentes y un estanque.');
  const question = await vault.admin.post<{ id: string }>('/backups/drill-questions', {
    text: '¿Qué canon fija el convenio?',
    documentId: other,
  });
  const { id } = await target();
  const drilled = await ended((await vault.admin.post<Run>(`/backups/targets/${id}/runs`, { kind: 'drill' })).id);
  expect(drilled).toMatchObject({ state: 'failed', problem: 'drill_wrong', drill: { asked: 2, right: 1 } });
  expect((await target()).alarms).toContainEqual(expect.objectContaining({ code: 'drill_failed', level: 'alarm' }));
  await vault.admin.remove(`/backups/drill-questions/${question.id}`);
});

test('no word of the documents, and no key, lies in the backups, which were searched as they lie', async () => {
  const key = await readFile(join(vault.dataDir, 'evaluation.key'));
  const secret = key.toString('utf8').split('\n')[1]!;
  const needles = [canary, 'Convenios', 'convenio.txt', 'admin@example.org', secret].map((text) => Buffer.from(text));
  needles.push(Buffer.from(secret, 'base64url'));
  const search = async (below: string) => {
    const found: string[] = [];
    for (const entry of await readdir(below, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const bytes = await readFile(join(entry.parentPath, entry.name));
      for (const needle of needles) if (bytes.includes(needle)) found.push(`${entry.name}: ${needle}`);
    }
    return found;
  };
  expect(await search(folder)).toEqual([]);
  // The search sees: what is not sealed is found.
  await writeFile(join(home, 'control'), `x${canary}y${secret}`);
  expect((await search(home)).length).toBe(2);
  await rm(join(home, 'control'));
});

test('the command line restores to a moment without the server, and the restored vault answers', {
  timeout: 600_000,
}, async () => {
  await upload('adenda.txt', 'La adenda amplía el plazo hasta el 3 de mayo de 2031.');
  const moment = new Date();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await upload('tarde.txt', 'Este papel llegó tarde y habla de golondrinas.');
  const reaches = async () => Date.parse((await target()).shippedUntil ?? '');
  await expect.poll(reaches, { timeout: 200_000 }).toBeGreaterThan(moment.getTime() + 1_100);

  const verified = await nexus(['verify', folder]);
  expect(verified.code, verified.out).toBe(0);
  const into = join(home, 'restaurado');
  const restored = await nexus(['restore', folder, '--into', into, '--at', moment.toISOString(), '--json']);
  expect(restored.code, restored.out).toBe(0);
  expect(JSON.parse(restored.out)).toMatchObject({ documents: 3, missingBlobs: 0, auditFaults: 0 });
  expect((await nexus(['restore', folder, '--into', into])).code).toBe(1);

  const config = readConfig({ NEXUS_DATA: into, NEXUS_PORT: '0', NEXUS_READERS: '1' }, '/');
  const second = await startVault(config, silentLogger);
  try {
    const client = createApiClient(second.url, { token: vault.adminToken });
    const answer = await client.post<{ outcome: string; citations: { source: { quote: string } }[] }>('/questions', {
      text: '¿Hasta qué fecha amplía el plazo la adenda?',
    });
    expect(answer.outcome).toBe('answered');
    expect(answer.citations[0]!.source.quote).toContain('3 de mayo de 2031');
    const late = await client.post<{ hits: object[] }>('/search', { text: 'golondrinas' });
    expect(late.hits).toEqual([]);
  } finally {
    await second.stop();
  }
});

test('the wrong key, a changed byte and a missing pack are named, each with another word', {
  timeout: 120_000,
}, async () => {
  const other = join(home, 'otra.key');
  const made = await startTestVault({ NEXUS_DATA: join(home, 'ajeno') });
  await made.running.stop();
  await copyFile(join(home, 'ajeno', 'evaluation.key'), other);
  const wrong = await nexus(['verify', folder, '--key', other]);
  expect(wrong.code).toBe(1);
  expect(wrong.out).toContain('another root key');

  const packs = (await readdir(join(folder, 'packs'), { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  const path = join(packs[0]!.parentPath, packs[0]!.name);
  const bytes = await readFile(path);
  await rm(path);
  const missing = await nexus(['verify', folder, '--quick']);
  expect(missing.code).toBe(1);
  expect(missing.out).toContain(`${packs[0]!.name} is missing`);
  bytes[Math.floor(bytes.length / 2)]! ^= 1;
  await writeFile(path, bytes);
  const changed = await nexus(['verify', folder]);
  expect(changed.code).toBe(1);
  expect(changed.out).toContain(`${packs[0]!.name} was changed`);
});
