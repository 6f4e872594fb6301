import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type ApiClient, createApiClient } from '../src/cli/api-client.ts';
import { readConfig } from '../src/config.ts';
import { startServer, type VaultServer } from '../src/server.ts';
import { readAll, setUpToken } from './vault-fixture.ts';

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const passphrase = 'cuatro farolas junto al mar';

let home: string;
let folder: string;
/** Where the officer keeps a copy of unseal.json, away from the server. */
let kept: string;
let server: VaultServer;
let admin: ApiClient;
let token: string;
let shares: string[];

type Run = { id: string; kind: string; state: string; problem: string | null };
type Target = { id: string; generations: object[]; openRuns: Run[]; shippedUntil: string | null };
const target = async () => (await admin.get<{ targets: Target[] }>('/backups')).targets[0]!;

async function untilHealth(url: string, wanted: string): Promise<void> {
  const look = async () => {
    const { status } = await createApiClient(url, null).get<{ status: string }>('/health');
    expect(status).toBe(wanted);
  };
  await vi.waitFor(look, { timeout: 120_000, interval: 100 });
}

/** With lines for its standard input, and nothing of the server's folder to fall back on. */
function nexus(args: string[], input: string[]): Promise<{ code: number | null; out: string }> {
  const env = { PATH: process.env['PATH'], NEXUS_DATA: join(home, 'none'), NO_COLOR: '1' };
  const child = spawn(process.execPath, [main, ...args], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk;
    });
  child.stdin.on('error', () => {}); // It ended before it read all.
  child.stdin.end(input.map((line) => `${line}\n`).join(''));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

async function rotateRoot(): Promise<Date> {
  await admin.post('/keys/rotations', { target: 'root' });
  return new Date();
}

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nexus-people-restore-'));
  folder = join(home, 'copias');
  kept = join(home, 'caja-fuerte.json');
  await mkdir(folder);
  const dataDir = join(home, 'datos');
  const env = { NEXUS_DATA: dataDir, NEXUS_PORT: '0', NEXUS_READERS: '2', NEXUS_BACKUP_ROOTS: home };
  server = await startServer(readConfig(env, '/'), silentLogger);
  token = await setUpToken(server.running()!, 'ana@example.org');
  admin = createApiClient(server.url, { token });
  const { id } = await admin.post<{ id: string }>('/spaces', { name: 'Convenios' });
  await admin.upload(id, 'convenio.txt', new Blob(['El convenio fija el canon en 4.200 euros al año.']));
  await readAll(admin, id);
  await admin.post('/keys/unseal-methods', { kind: 'passphrase', passphrase });
  const issued = { kind: 'shares', threshold: 2, count: 3 };
  shares = (await admin.post<{ shares: string[] }>('/keys/unseal-methods', issued)).shares;
  await admin.remove('/keys/evaluation-key');
  await rotateRoot();
  await admin.post('/seal');
  await untilHealth(server.url, 'sealed');
  await createApiClient(server.url, null).post('/unseal', { method: 'passphrase', passphrase });
  await untilHealth(server.url, 'ok');
}, 240_000);
afterAll(async () => {
  await server?.stop();
  await rm(home, { recursive: true, force: true });
});

test('a server that people opened backs up, and drills, also after its root key was replaced', {
  timeout: 400_000,
}, async () => {
  await admin.post('/backups/targets', { place: { kind: 'folder', path: folder }, settings: { lossSeconds: 5 } });
  await expect.poll(async () => (await target()).generations.length, { timeout: 200_000 }).toBe(1);
  const rotatedAt = await rotateRoot();
  await copyFile(join(home, 'datos', 'unseal.json'), kept);
  const reaches = async () => Date.parse((await target()).shippedUntil ?? '');
  await expect.poll(reaches, { timeout: 200_000 }).toBeGreaterThan(rotatedAt.getTime() + 1_000);
  // What opens the vault from now on has to open its backups too: within seconds, and not with the next start.
  const keys = () => readdir(join(folder, 'keys'), { recursive: true, withFileTypes: true });
  await expect.poll(async () => (await keys()).filter((entry) => entry.isFile()).length, { timeout: 60_000 }).toBe(2);
  const { id } = await target();
  // The first backup is drilled by itself.
  await expect.poll(async () => (await target()).openRuns.length, { timeout: 200_000 }).toBe(0);
  const { id: runId } = await admin.post<Run>(`/backups/targets/${id}/runs`, { kind: 'drill' });
  const read = () => admin.get<Run>(`/backups/runs/${runId}`);
  await expect.poll(async () => (await read()).state, { timeout: 200_000 }).not.toMatch(/queued|running/);
  expect(await read()).toMatchObject({ state: 'done', problem: null });
});

test('without a key, with another passphrase or with too few shares nothing is restored, and it says what is missing', {
  timeout: 120_000,
}, async () => {
  const into = join(home, 'nunca');
  const refused = [
    [await nexus(['restore', folder, '--into', into], []), '--unseal'],
    [await nexus(['restore', folder, '--into', into, '--unseal', kept], ['otra frase que no es']), 'no es esa'],
    [
      await nexus(['restore', folder, '--into', into, '--unseal', kept, '--share'], [shares[0]!]),
      'Hacen falta 2 partes',
    ],
    [
      await nexus(['restore', folder, '--into', into, '--unseal', kept, '--share'], [shares[0]!, shares[0]!]),
      'La parte 1 ya está entregada',
    ],
  ] as const;
  for (const [{ code, out }, words] of refused) {
    expect(code, out).toBe(1);
    expect(out).toContain(words);
  }
  expect(existsSync(into)).toBe(false);
});

test('unseal.json and the passphrase restore what was backed up, and open it', { timeout: 400_000 }, async () => {
  const into = join(home, 'restaurado');
  const restored = await nexus(['restore', folder, '--into', into, '--unseal', kept, '--json'], [passphrase]);
  expect(restored.code, restored.out).toBe(0);
  expect(JSON.parse(restored.out.slice(restored.out.indexOf('{')))).toMatchObject({
    documents: 1,
    missingBlobs: 0,
    auditFaults: 0,
    opensWith: 'unseal',
  });
  expect(existsSync(join(into, 'evaluation.key'))).toBe(false);
  // The backup was taken before the root key was replaced, and what was restored is from after it.
  expect(await readFile(join(into, 'unseal.json'), 'utf8')).toBe(await readFile(kept, 'utf8'));

  const env = { NEXUS_DATA: into, NEXUS_PORT: '0', NEXUS_READERS: '1' };
  const second = await startServer(readConfig(env, '/'), silentLogger);
  try {
    expect(second.running()).toBeNull();
    for (const share of [shares[2]!, shares[0]!])
      await createApiClient(second.url, null).post('/unseal', { method: 'share', share });
    await untilHealth(second.url, 'ok');
    const client = createApiClient(second.url, { token });
    const answer = await client.post<{ outcome: string }>('/questions', { text: '¿Qué canon fija el convenio?' });
    expect(answer.outcome).toBe('answered');
  } finally {
    await second.stop();
  }
});

test('two shares do as well, and the same files verify the backups', { timeout: 120_000 }, async () => {
  const listed = await nexus(['restore', folder, '--list', '--unseal', kept, '--share'], [shares[1]!, shares[2]!]);
  expect(listed.code, listed.out).toBe(0);
  expect(listed.out).toContain('objetos / objects');
  const verified = await nexus(['verify', folder, '--unseal', kept], [passphrase]);
  expect(verified.code, verified.out).toBe(0);
});
