import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { readAll, setUp } from './vault-fixture.ts';
import { spawnVault, type VaultProcess } from './vault-process.ts';

let dataDir: string;
let server: VaultProcess | null = null;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'nexus-crash-'));
});
afterEach(async () => {
  await server?.stop().catch(() => {});
  server = null;
  await rm(dataDir, { recursive: true, force: true });
});

const fileCount = 30;
// Long enough that the readers are busy when the process dies.
const fileText = (n: number) =>
  Array.from(
    { length: 200 },
    (_, line) => `El expediente ${n} dice en su línea ${line} que la fianza asciende a ${n * 1000 + line} euros.`,
  ).join('\n\n');

async function upload(client: ApiClient, spaceId: string): Promise<void> {
  for (let n = 0; n < fileCount; n += 1)
    await client.upload(spaceId, `lote/expediente-${n}.txt`, new Blob([fileText(n)]));
}

test('kill -9 in the middle of reading: the next start reads on, nothing is lost and nothing comes twice', {
  timeout: 300_000,
}, async () => {
  server = await spawnVault(dataDir);
  const client = await setUp(server, 'ana@example.org');
  const space = await client.post<{ id: string }>('/spaces', { name: 'Caída' });
  await upload(client, space.id);
  const before = await client.get<Record<string, number>>(`/spaces/${space.id}/ingest`);
  expect(before['queued']! + before['reading']!).toBeGreaterThan(0);
  // Twice: the second kill falls into the recovery from the first.
  await server.kill();
  server = await spawnVault(dataDir, { NEXUS_PORT: new URL(server.url).port });
  await server.kill();
  server = await spawnVault(dataDir, { NEXUS_PORT: new URL(server.url).port });

  expect(await readAll(client, space.id, 120_000)).toMatchObject({
    ready: fileCount,
    failed: 0,
    queued: 0,
    reading: 0,
  });
  const found = await client.post<{ hits: { documentId: string; text: string }[]; passagesSearched: number }>(
    '/search',
    {
      text: '"expediente 17" "línea 3"',
      limit: 100,
    },
  );
  expect(new Set(found.hits.map((hit) => hit.documentId)).size).toBe(1);
  const details = [];
  const page = await client.get<{ items: { id: string; passages: number }[] }>(
    `/spaces/${space.id}/documents?limit=100`,
  );
  for (const { id, passages } of page.items) details.push({ id, passages });
  expect(details.length).toBe(fileCount);
  // The index holds exactly the passages of the documents: none missing, none twice.
  expect(found.passagesSearched).toBe(details.reduce((sum, { passages }) => sum + passages, 0));
});

test('a second server on the same data folder is refused, and says who holds it', { timeout: 300_000 }, async () => {
  server = await spawnVault(dataDir);
  await expect(spawnVault(dataDir)).rejects.toThrow(String(server.child.pid));
  // The self-tests read every file of the folder; the lock outlives it.
  const client = await setUp(server, 'ana@example.org');
  await client.post('/keys/self-tests', {});
  await expect(spawnVault(dataDir)).rejects.toThrow(String(server.child.pid));
});

test('kill -9 while many small files come in together: what was acknowledged is there, and sending all again doubles nothing', {
  timeout: 300_000,
}, async () => {
  const total = 300;
  const perRequest = 25;
  server = await spawnVault(dataDir);
  const client = await setUp(server, 'ana@example.org');
  const space = await client.post<{ id: string }>('/spaces', { name: 'Muchos pequeños' });
  const numbers = (from: number) => Array.from({ length: perRequest }, (_, n) => from + n);
  const sendFrom = async (from: number) => {
    const form = new FormData();
    for (const n of numbers(from)) {
      form.append('path', `pequeños/${n % 7}/nota-${n}.txt`);
      form.append('file', new Blob([`La nota ${n} fija el canon número ${n} en ${n * 3} euros.`]), `nota-${n}.txt`);
    }
    const response = await client.send('POST', `/spaces/${space.id}/documents`, { body: form });
    const { files } = (await response.json()) as { files: { documentId: string; outcome: string }[] };
    return files;
  };
  const starts = Array.from({ length: total / perRequest }, (_, n) => n * perRequest);
  const acknowledged = new Map<number, string>();
  const queue = starts.values();
  const lane = async () => {
    for (const from of queue) {
      const files = await sendFrom(from).catch(() => null);
      if (!files) return;
      for (const [i, { documentId }] of files.entries()) acknowledged.set(from + i, documentId);
      // Some are being read by now, some wait, and others are on their way in.
      if (acknowledged.size >= total / 3) await server?.kill();
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  expect(acknowledged.size).toBeGreaterThanOrEqual(total / 3);
  expect(acknowledged.size).toBeLessThan(total);

  server = await spawnVault(dataDir, { NEXUS_PORT: new URL(server.url).port });
  for (const from of starts) {
    for (const [i, { documentId, outcome }] of (await sendFrom(from)).entries()) {
      const before = acknowledged.get(from + i);
      if (before) expect([documentId, outcome]).toEqual([before, 'duplicate']);
    }
  }
  expect(await readAll(client, space.id, 120_000)).toMatchObject({ ready: total, failed: 0, superseded: 0 });
  const { hits, passagesSearched } = await client.post<{ hits: { documentId: string }[]; passagesSearched: number }>(
    '/search',
    { text: '"canon número 123"', limit: 100 },
  );
  expect(hits.length).toBe(1);
  expect(passagesSearched).toBe(total);
});
