import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';
import { defaultLabelId } from '@nexus/spaces';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { readAll, setUp, startTestVault } from './vault-fixture.ts';
import { spawnVault, type VaultProcess } from './vault-process.ts';

let dataDir: string;
let server: VaultProcess | null = null;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'nexus-threads-'));
});
afterEach(async () => {
  await server?.stop().catch(() => {});
  server = null;
  await rm(dataDir, { recursive: true, force: true });
});

const rows = 20_000;
const journal = () =>
  new Blob([
    'fecha;concepto;importe\n',
    ...Array.from({ length: rows }, (_, row) => `2024-01-15;Asiento de prueba ${row};${row},50\n`),
  ]);

type Found = { hits: { documentId: string; text: string }[]; passagesSearched: number };

/** The journal is found, and the index holds its passages once. */
async function expectWhole(client: ApiClient, spaceId: string): Promise<void> {
  const page = await client.get<{ items: { passages: number }[] }>(`/spaces/${spaceId}/documents`);
  const found = await client.post<Found>('/search', { text: `"asiento de prueba ${rows - 7}"`, spaceIds: [spaceId] });
  expect(found.hits[0]?.text).toContain(`${rows - 7},50`);
  expect(found.passagesSearched).toBe(page.items.reduce((sum, { passages }) => sum + passages, 0));
}

test('when the index thread dies in the middle of a document, the document is read again and is there once', {
  timeout: 300_000,
}, async () => {
  const threads: Worker[] = [];
  const keep = (worker: Worker) => threads.push(worker);
  process.on('worker', keep);
  const vault = await startTestVault();
  try {
    const { id: spaceId } = await vault.admin.post<{ id: string }>('/spaces', { name: 'Hilo' });
    await vault.admin.upload(spaceId, 'diario.csv', journal());
    while (threads.length === 0) await wait(10);
    await wait(250);
    await threads[0]!.terminate();
    expect(await readAll(vault.admin, spaceId, 200_000)).toMatchObject({ ready: 1, failed: 0 });
    await expectWhole(vault.admin, spaceId);
    // The first had not finished: the document needed another one.
    expect(threads.length).toBeGreaterThan(1);
  } finally {
    process.off('worker', keep);
    await vault.close();
  }
});

test('a server that stops while it builds an index is gone at once, and reads on at its next start', {
  timeout: 300_000,
}, async () => {
  server = await spawnVault(dataDir);
  const client = await setUp(server, 'ana@example.org');
  const { id: spaceId } = await client.post<{ id: string }>('/spaces', { name: 'Parada' });
  await client.upload(spaceId, 'diario.csv', journal());
  const reading = readingEnds(client, spaceId);
  // Into the reading, and then into the building.
  for (const afterMs of [700, 3_000]) {
    await Promise.race([wait(afterMs), reading]);
    await server.stop();
    server = await spawnVault(dataDir, { NEXUS_PORT: new URL(server.url).port });
  }
  expect(await readAll(client, spaceId, 280_000)).toMatchObject({ ready: 1, failed: 0 });
  await expectWhole(client, spaceId);
});

test('kill -9 while an index is built leaves nothing half, whenever it comes', { timeout: 300_000 }, async () => {
  server = await spawnVault(dataDir);
  const client = await setUp(server, 'ana@example.org');
  const { id: spaceId } = await client.post<{ id: string }>('/spaces', { name: 'Golpe' });
  await client.upload(spaceId, 'diario.csv', journal());
  // An attempt that ends with the process counts; a file that takes it down three times is given up.
  for (const afterMs of [1_500, 3_500]) {
    await wait(afterMs);
    await server.kill();
    server = await spawnVault(dataDir, { NEXUS_PORT: new URL(server.url).port });
  }
  expect(await readAll(client, spaceId, 280_000)).toMatchObject({ ready: 1, failed: 0 });
  await expectWhole(client, spaceId);
});

test('segments of many documents are merged in a thread, and everything is found as before', {
  timeout: 300_000,
}, async () => {
  const vault = await startTestVault();
  try {
    const { id: spaceId } = await vault.admin.post<{ id: string }>('/spaces', { name: 'Fusión' });
    const count = 12;
    for (let n = 0; n < count; n += 1) {
      const items = Array.from({ length: 1_500 }, (_, row) => `2024-01-15;Asiento ${row} del libro ${n};${row},50\n`);
      await vault.admin.upload(spaceId, `libro-${n}.csv`, new Blob(['fecha;concepto;importe\n', ...items]));
      await readAll(vault.admin, spaceId);
    }
    const cell = { spaceId, labelId: defaultLabelId };
    const search = async () => await vault.admin.post<Found>('/search', { text: '"asiento 77 del libro"', limit: 50 });
    const before = await search();
    expect(before.passagesSearched).toBeGreaterThan(1_000);
    expect(await vault.running.vault.retrieval.index.tidy(cell)).toBeGreaterThan(0);
    const after = await search();
    expect(after.passagesSearched).toBe(before.passagesSearched);
    const found = ({ hits }: Found) => hits.map(({ documentId, text }) => `${documentId} ${text}`).sort();
    expect(found(after)).toEqual(found(before));
    expect(after.hits.length).toBeGreaterThanOrEqual(count);
  } finally {
    await vault.close();
  }
});

async function readingEnds(client: ApiClient, spaceId: string): Promise<void> {
  await readAll(client, spaceId).catch(() => {});
}
