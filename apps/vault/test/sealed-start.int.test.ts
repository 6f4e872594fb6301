import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ApiClient, createApiClient } from '../src/cli/api-client.ts';
import { readConfig } from '../src/config.ts';
import { createUnsealAttempts } from '../src/sealed/unseal-attempts.ts';
import { startServer, type VaultServer } from '../src/server.ts';
import { readAll, setUpToken } from './vault-fixture.ts';

const passphrase = 'cuatro farolas junto al mar';
let dataDir: string;
let server: VaultServer;
let admin: ApiClient;
let spaceId: string;
let shares: string[];
let keyFile: string;
let token: string;

const anonymous = () => createApiClient(server.url, null);
const start = async () => {
  const env = { NEXUS_DATA: dataDir, NEXUS_PORT: '0', NEXUS_READERS: '2' };
  server = await startServer(readConfig(env, '/'), silentLogger);
  admin = createApiClient(server.url, { token });
};
/** The counts belong to a test of their own. */
const forgetAttempts = () =>
  createUnsealAttempts(join(dataDir, 'unseal-attempts.json')).end(
    { source: 'test', method: 'share', outcome: 'opened' },
    true,
  );

async function unsealed(patienceMs = 120_000): Promise<void> {
  for (const deadline = Date.now() + patienceMs; ; ) {
    const health = await anonymous()
      .get<{ status: string }>('/health')
      .catch(() => null);
    if (health?.status === 'ok') return;
    if (Date.now() > deadline) throw new Error(`still ${JSON.stringify(health)}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function sealedAgain(): Promise<void> {
  for (const deadline = Date.now() + 120_000; ; ) {
    const health = await anonymous()
      .get<{ status: string }>('/health')
      .catch(() => null);
    if (health?.status === 'sealed') return;
    if (Date.now() > deadline) throw new Error('not sealed');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'nexus-sealed-'));
  await start();
  const running = server.running()!;
  token = await setUpToken(running, 'ana@example.org');
  admin = createApiClient(server.url, { token });
  spaceId = (await admin.post<{ id: string }>('/spaces', { name: 'Expedientes' })).id;
  await admin.upload(spaceId, 'fianza.txt', new Blob(['La fianza del contrato 77 asciende a 4.500 euros.']));
  await readAll(admin, spaceId);
}, 120_000);
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe('leaving the evaluation key', () => {
  it('asks for a method first, and does not seal what nobody could open', async () => {
    await expect(admin.remove('/keys/evaluation-key')).rejects.toMatchObject({ code: 'keys.no_method_yet' });
    await expect(admin.post('/seal')).rejects.toMatchObject({ code: 'keys.evaluation_key_in_use' });
    await expect(admin.post('/keys/rotations', { target: 'root' })).rejects.toMatchObject({
      code: 'keys.evaluation_key_in_use',
    });
    await expect(admin.post('/keys/unseal-methods', { kind: 'passphrase', passphrase: 'corta' })).rejects.toMatchObject(
      { status: 400 },
    );
  });

  it('takes methods of every kind, keeps the last one, and shows secrets once', async () => {
    const first = await admin.post<{ id: string }>('/keys/unseal-methods', { kind: 'keyFile' });
    await expect(admin.remove(`/keys/unseal-methods/${first.id}`)).rejects.toMatchObject({ code: 'keys.last_method' });
    await admin.post('/keys/unseal-methods', { kind: 'passphrase', passphrase });
    await admin.remove(`/keys/unseal-methods/${first.id}`);
    keyFile = (await admin.post<{ keyFile: string }>('/keys/unseal-methods', { kind: 'keyFile' })).keyFile;
    shares = (
      await admin.post<{ shares: string[] }>('/keys/unseal-methods', { kind: 'shares', threshold: 3, count: 5 })
    ).shares;
    const keys = await admin.get<{ evaluationKey: boolean; methods: { kind: string }[] }>('/keys');
    expect(keys.methods.map(({ kind }) => kind)).toEqual(['passphrase', 'keyFile', 'shares']);
    expect(keys.evaluationKey).toBe(true);
    const file = await readFile(join(dataDir, 'unseal.json'), 'utf8');
    for (const secret of [passphrase, keyFile.split('\n')[1]!, ...shares]) expect(file).not.toContain(secret);
  });

  it('destroys the file and seals', async () => {
    await admin.remove('/keys/evaluation-key');
    expect(existsSync(join(dataDir, 'evaluation.key'))).toBe(false);
    await admin.post('/keys/rotations', { target: 'root' });
    expect(await admin.get('/status')).toMatchObject({ rootKey: 'in_memory' });
    await admin.post('/seal');
    await sealedAgain();
  });
});

describe('while it is sealed', () => {
  it('serves health, unsealing and its page, and nothing else', async () => {
    expect(await anonymous().get('/health')).toMatchObject({ status: 'sealed' });
    for (const [method, path] of [
      ['GET', '/api/v1/spaces'],
      ['POST', '/api/v1/session'],
      ['GET', '/api/v1/status'],
      ['PUT', '/x'],
      ['GET', '/assets/a.js'],
      ['GET', '/reference'],
    ] as const) {
      const response = await fetch(server.url + path, { method });
      expect([path, response.status, ((await response.json()) as { code: string }).code]).toEqual([
        path,
        503,
        'sealed',
      ]);
    }
    const page = await fetch(`${server.url}/documents/1`, { headers: { accept: 'text/html' } });
    expect([page.status, page.headers.get('content-type')]).toEqual([503, 'text/html; charset=utf-8']);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const path of ['/unseal', '/unseal.js', '/unseal.css'])
      expect((await fetch(server.url + path)).status).toBe(200);
    expect(server.running()).toBeNull();
  });

  it('refuses a wrong passphrase, a key file of another kind, and shares that are damaged, forged or too few', async () => {
    const give = async (body: object) => {
      await forgetAttempts();
      return await anonymous().post<{ shares: unknown }>('/unseal', body);
    };
    await expect(give({ method: 'passphrase', passphrase: 'cuatro farolas junto al río' })).rejects.toMatchObject({
      status: 422,
      code: 'unseal.wrong_passphrase',
    });
    await expect(give({ method: 'keyFile', content: 'nexus-key-file 1\nAAAA\n00\n' })).rejects.toMatchObject({
      code: 'unseal.wrong_kind',
    });
    const damaged = shares[0]!.slice(0, -1) + (shares[0]!.endsWith('0') ? '8' : '0');
    await expect(give({ method: 'share', share: damaged })).rejects.toMatchObject({ code: 'unseal.share_damaged' });
    expect(await give({ method: 'share', share: shares[0]! })).toMatchObject({
      state: 'sealed',
      shares: { given: 1, needed: 3, indexes: [1] },
    });
    await expect(give({ method: 'share', share: shares[0]! })).rejects.toMatchObject({
      code: 'unseal.share_given_twice',
    });
    expect(await give({ method: 'share', share: shares[3]!.toLowerCase() })).toMatchObject({
      shares: { given: 2, indexes: [1, 4] },
    });
    expect(await anonymous().get('/health')).toMatchObject({ status: 'sealed' });
    await fetch(`${server.url}/api/v1/unseal/shares`, { method: 'DELETE' });
    expect(await anonymous().get('/unseal')).toMatchObject({ shares: null });
  });

  it('slows guesses down, also after a restart', async () => {
    await forgetAttempts();
    const guess = () =>
      fetch(`${server.url}/api/v1/unseal`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ method: 'keyFile', content: 'x' }),
      });
    const statuses: number[] = [];
    for (let i = 0; i < 6; i += 1) statuses.push((await guess()).status);
    expect(statuses.slice(0, 3)).toEqual([422, 422, 422]);
    expect(statuses).toContain(429);
    await server.stop();
    await start();
    const again: number[] = [];
    for (let i = 0; i < 3; i += 1) again.push((await guess()).status);
    expect(again).toContain(429);
    await forgetAttempts();
  });

  it('says so when the file is from before the root key was replaced, and stays sealed', async () => {
    const path = join(dataDir, 'unseal.json');
    await copyFile(path, `${path}.kept`);
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, -40));
    await server.stop();
    await expect(start()).rejects.toThrow(/unseal\.json is damaged/);
    await rm(path);
    await expect(start()).rejects.toThrow(/Put unseal\.json back/);
    await copyFile(`${path}.kept`, path);
    await start();
  });
});

describe('unsealing', () => {
  const answers = async () => {
    const { answer } = await admin
      .post<{ answer?: unknown; outcome: string }>('/questions', { text: '¿A cuánto asciende la fianza?' })
      .then((it) => ({ answer: it.outcome }));
    expect(answer).toBe('answered');
  };

  it.each([
    ['the passphrase', async () => void (await anonymous().post('/unseal', { method: 'passphrase', passphrase }))],
    ['the key file', async () => void (await anonymous().post('/unseal', { method: 'keyFile', content: keyFile }))],
    [
      'three shares of three people',
      async () => {
        for (const share of [shares[4]!, shares[1]!, shares[2]!])
          await anonymous().post('/unseal', { method: 'share', share });
      },
    ],
  ])('with %s brings everything back', async (_, give) => {
    await give();
    await unsealed();
    await answers();
    await admin.post('/seal');
    await sealedAgain();
  });

  it('leaves what was tried in the log', async () => {
    await anonymous().post('/unseal', { method: 'passphrase', passphrase });
    await unsealed();
    const { items } = await admin.get<{ items: { action: string; outcome: string }[] }>('/audit/entries?limit=200');
    const actions = items.map(({ action }) => action);
    for (const action of [
      'system.unsealed',
      'system.unseal_refused',
      'system.sealed',
      'unseal_method.added',
      'unseal_method.removed',
      'evaluation_key.destroyed',
      'key.rotated',
    ])
      expect(actions, action).toContain(action);
  });
});
