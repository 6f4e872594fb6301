import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { newId } from '@nexus/kernel';
import {
  armour,
  newSigningKey,
  openActivationRequest,
  openByDevice,
  publicPemOf,
  readFileBytes,
  signIssued,
  type Unsigned,
} from '@nexus/licence-file';
import { licenceContent, makeIssuer } from '@nexus/licence-file/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

// A whole server whose licence has run out: what stops, and everything that goes on.

const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const issuer = makeIssuer({ notBefore: '2020-01-01T00:00:00Z', notAfter: '2040-01-01T00:00:00Z' });
const past = { issuedAt: '2025-01-01T00:00:00Z', notBefore: '2025-01-01T00:00:00Z', expires: '2025-06-01T00:00:00Z' };
const file = (change: Partial<Unsigned<'licence'>>) =>
  armour(signIssued('licence', licenceContent({ machine: null, ...past, ...change }), issuer));

let home: string;
let vault: VaultFixture;
let spaceId: string;
let documentId: string;
let conversationId: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'nexus-restricted-'));
  await writeFile(join(home, 'root.pem'), publicPemOf(issuer.root));
  await mkdir(join(home, 'copias'));
  await mkdir(join(home, 'vigilada'));
  vault = await startTestVault({
    NEXUS_LICENCE_ROOTS: join(home, 'root.pem'),
    NEXUS_BACKUP_ROOTS: home,
    NEXUS_WATCH_ROOTS: home,
  });
  const { admin } = vault;
  spaceId = (await admin.post<{ id: string }>('/spaces', { name: 'Contratos' })).id;
  ({ documentId } = await admin.upload(spaceId, 'fianza.txt', new Blob(['La fianza asciende a 93.000 euros.'])));
  await readAll(admin, spaceId);
  ({ conversationId } = await admin.post<{ conversationId: string }>('/questions', {
    text: '¿A cuánto asciende la fianza?',
  }));
  await admin.post(`/spaces/${spaceId}/watched-folders`, { path: join(home, 'vigilada') });
  await writeFile(join(home, 'vencida.txt'), file({}));
});
afterAll(async () => {
  await vault?.close();
  await rm(home, { recursive: true, force: true });
});

function nexus(args: string[]): Promise<{ code: number | null; out: string }> {
  const env = { PATH: process.env['PATH'], NEXUS_URL: vault.running.url, NEXUS_TOKEN: vault.adminToken, NO_COLOR: '1' };
  const child = spawn(process.execPath, [main, ...args], { env, cwd: home, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      out += chunk;
    });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out })));
}

test('the command line reads and checks a file without the server, and installs it', async () => {
  const path = join(home, 'vencida.txt');
  const unknown = await nexus(['licence', 'verify', path]);
  expect(unknown).toMatchObject({ code: 1 });
  expect(unknown.out).toContain('unknown_key');
  const known = await nexus(['licence', 'inspect', path, '--root', join(home, 'root.pem')]);
  expect(known.code, known.out).toBe(0);
  expect(known.out).toContain('Hospital Central de Ejemplo');
  await writeFile(join(home, 'rota.txt'), (await readFile(path, 'utf8')).replace(/[a-z]/, 'Z'));
  expect((await nexus(['licence', 'verify', join(home, 'rota.txt'), '--root', join(home, 'root.pem')])).code).toBe(1);
  const installed = await nexus(['licence', 'install', path]);
  expect(installed.code, installed.out).toBe(0);
  expect(installed.out).toContain('restricted');
  expect((await nexus(['licence', 'status'])).code).toBe(1);
});

test('only administrators see and install; everybody sees how it stands', async () => {
  const { client } = await vault.invite('lectora@example.org');
  await expect(client.get('/licence')).rejects.toMatchObject({ status: 403 });
  await expect(client.post('/licence/files', { file: file({ seq: 2 }) })).rejects.toMatchObject({ status: 403 });
  const standing = await client.get<{ state: string; findings: { reason: string }[] }>('/licence/standing');
  expect(standing).toMatchObject({ state: 'restricted', findings: [{ reason: 'expired' }] });
  expect(JSON.stringify(standing)).not.toContain('Hospital');
});

test('new questions and new documents stop, by every way', async () => {
  const { admin } = vault;
  await expect(admin.post('/questions', { text: '¿Y la fianza?' })).rejects.toMatchObject({
    code: 'licence.restricted',
  });
  await expect(admin.upload(spaceId, 'otra.txt', new Blob(['x']))).rejects.toMatchObject({
    code: 'licence.restricted',
  });
  const pieces = admin.post(`/spaces/${spaceId}/uploads`, { path: 'a.pdf', sizeBytes: 10 });
  await expect(pieces).rejects.toMatchObject({ code: 'licence.restricted' });
  const waiting = join(home, 'vigilada', 'espera.txt');
  await writeFile(waiting, 'La garantía vence en mayo.');
  await utimes(waiting, new Date(Date.now() - 60_000), new Date(Date.now() - 60_000));
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  expect((await admin.get<{ items: object[] }>(`/spaces/${spaceId}/documents`)).items.length).toBe(1);
});

test('reading, searching, exporting, the log, people and backups go on', { timeout: 600_000 }, async () => {
  const { admin } = vault;
  expect(await admin.get(`/documents/${documentId}`)).toMatchObject({ id: documentId });
  expect((await admin.get<{ parts: object[] }>(`/documents/${documentId}/text`)).parts.length).toBe(1);
  const original = await admin
    .send('GET', `/documents/${documentId}/content`)
    .catch((error: { status: number }) => error);
  expect(original.status).toBe(200);
  expect((await admin.post<{ hits: object[] }>('/search', { text: 'fianza' })).hits.length).toBe(1);
  const { questions } = await admin.get<{ questions: { id: string }[] }>(`/conversations/${conversationId}`);
  const exported = await admin.send('GET', `/questions/${questions[0]!.id}/export?format=pdf`);
  expect(exported.status).toBe(200);
  expect((await admin.get<{ items: object[] }>('/me/activity')).items.length).toBeGreaterThan(0);
  await admin.post('/people', { name: 'Nueva', email: 'nueva@example.org' });
  await admin.post('/backups/targets', { place: { kind: 'folder', path: join(home, 'copias') } });
  type Targets = { targets: { id: string; generations: object[] }[] };
  const target = async () => (await admin.get<Targets>('/backups')).targets[0]!;
  await expect.poll(async () => (await target()).generations.length, { timeout: 300_000 }).toBe(1);
  await admin.post('/backups/drill-questions', { text: '¿A cuánto asciende la fianza?', documentId });
  type Runs = { openRuns: { id: string; kind: string }[]; lastRuns: { id: string; kind: string }[] };
  const { id: targetId } = await target();
  // A new place may have begun its first drill by itself, with or without the question.
  const ofDrill = async () => {
    const { openRuns, lastRuns } = (await admin.get<{ targets: Runs[] }>('/backups')).targets[0]!;
    return [...openRuns, ...lastRuns].find(({ kind }) => kind === 'drill');
  };
  await expect
    .poll(async () => (await admin.get<{ targets: Runs[] }>('/backups')).targets[0]!.openRuns.length, {
      timeout: 300_000,
    })
    .toBe(0);
  const run = await admin
    .post<{ id: string }>(`/backups/targets/${targetId}/runs`, { kind: 'drill' })
    .catch(async () => (await ofDrill())!);
  const drill = () => admin.get<{ state: string; drill: object }>(`/backups/runs/${run.id}`);
  await expect.poll(async () => (await drill()).state, { timeout: 300_000 }).not.toMatch(/queued|running/);
  expect(await drill()).toMatchObject({ state: 'done', drill: { asked: 1, right: 1 } });
  expect(existsSync(join(home, 'copias'))).toBe(true);
});

test('another file brings everything back at once, with what waited in the watched folder', async () => {
  const { admin } = vault;
  await expect(admin.post('/licence/files', { file: file({ seq: 1, serial: newId() }) })).rejects.toMatchObject({
    code: 'licence.older_file',
    status: 422,
  });
  const issuedAt = new Date().toISOString().replace(/\.\d+/, '');
  const terms = {
    issuedAt,
    notBefore: issuedAt,
    expires: null,
    kind: 'consumption' as const,
    meteredUnits: ['ai_query', 'active_user'],
  };
  const machine = { salt: Buffer.alloc(16, 7).toString('base64'), need: 1, activateWithinDays: 30 };
  const renewed = signIssued('licence', licenceContent({ ...terms, machine, seq: 2, serial: newId() }), issuer);
  const installed = await admin.post('/licence/files', { file: renewed.toString('base64') });
  expect(installed).toMatchObject({ kind: 'licence', isNew: true, standing: { state: 'expiring' } });
  expect(await admin.post('/questions', { text: '¿A cuánto asciende la fianza?' })).toMatchObject({
    outcome: 'answered',
  });
  const documents = async () => (await admin.get<{ items: object[] }>(`/spaces/${spaceId}/documents`)).items.length;
  await expect.poll(documents, { timeout: 60_000 }).toBe(2);
});

test('request, answer and report pass as files, and the report is read back with the key of the machine', async () => {
  const { admin } = vault;
  const asked = await nexus(['licence', 'activate', '--out', 'solicitud.txt']);
  expect(asked.code, asked.out).toBe(0);
  const request = openActivationRequest(await readFile(join(home, 'solicitud.txt')));
  expect(await admin.get('/licence/written/activation-request')).toMatchObject({
    text: await readFile(join(home, 'solicitud.txt'), 'utf8'),
  });
  const { licenceId, nonce, fingerprint } = request.content;
  const issuedAt = new Date().toISOString().replace(/\.\d+/, '');
  const response = {
    issuedAt,
    activationId: newId(),
    licenceId,
    seq: 1,
    nonce,
    deviceKid: request.signedBy.kid,
    fingerprint,
    need: 1,
  };
  await writeFile(join(home, 'respuesta.txt'), armour(signIssued('activation-response', response, issuer)));
  expect((await nexus(['licence', 'install', 'respuesta.txt'])).code).toBe(0);
  expect(await admin.get('/licence/standing')).toMatchObject({ state: 'valid', findings: [] });
  expect((await nexus(['licence', 'report', '--out', 'uso.txt'])).code).toBe(0);
  const { content } = openByDevice('usage-report', await readFile(join(home, 'uso.txt')), request.signedBy);
  expect(content).toMatchObject({ seq: 1, epochReason: 'activated', counters: { ai_query: 1, active_user: 0 } });
  const { items } = await admin.get<{ items: { id: string }[] }>('/licence/reports');
  expect(await admin.get(`/licence/reports/${items[0]!.id}`)).toMatchObject({
    text: await readFile(join(home, 'uso.txt'), 'utf8'),
  });
  expect((await nexus(['licence', 'deactivate'])).code).toBe(2);
  expect((await nexus(['licence', 'deactivate', '--yes', '--out', 'baja.txt'])).code).toBe(0);
  expect(await admin.get('/licence/standing')).toMatchObject({ state: 'restricted' });
});

test('who issues makes a root offline and signs a key with it, and its licences verify', async () => {
  expect((await nexus(['licence', 'root', 'new', '--out', 'raiz'])).code).toBe(0);
  const key = newSigningKey();
  await writeFile(join(home, 'clave.pem'), publicPemOf(key));
  const sign = ['licence', 'root', 'sign', 'clave.pem', '--root', 'raiz.key.pem', '--issuer', 'Red de prueba'];
  expect((await nexus([...sign, '--out', 'certificado.txt'])).code).toBe(0);
  const chain = readFileBytes(await readFile(join(home, 'certificado.txt')));
  const issuedAt = new Date().toISOString().replace(/\.\d+/, '');
  const made = signIssued('licence', licenceContent({ issuedAt }), { key, chain });
  await writeFile(join(home, 'propia.lic'), made);
  const verified = await nexus(['licence', 'verify', 'propia.lic', '--root', 'raiz.pem']);
  expect(verified.code, verified.out).toBe(0);
  expect(verified.out).toContain('Red de prueba');
  expect((await nexus([...sign.slice(0, -1), ''])).code).toBe(2);
});
