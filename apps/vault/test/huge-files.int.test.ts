import { openAsBlob } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { longPdf } from './hostile-files.ts';
import { readAll, startTestVault, type VaultFixture } from './vault-fixture.ts';

/** `NEXUS_BIG_TESTS=1` sends a whole gigabyte; by default a part of it, which takes the same way. */
const isBig = process.env['NEXUS_BIG_TESTS'] === '1';
const csvBytes = isBig ? 1024 ** 3 : 4 * 1024 ** 2;
const patienceMs = isBig ? 3_600_000 : 400_000;
const pages = 10_000;

type Document = { id: string; state: string; parts: number; reason: { code: string; es: string } | null };

let folder: string;
let vault: VaultFixture;
let admin: ApiClient;
let peakBytes = 0;
let watch: NodeJS.Timeout;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-huge-'));
  vault = await startTestVault();
  admin = vault.admin;
  watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 200);
});
afterAll(async () => {
  clearInterval(watch);
  await vault?.close();
  await rm(folder, { recursive: true, force: true });
});

const newSpace = async (name: string) => (await admin.post<{ id: string }>('/spaces', { name })).id;

/** Lines of a journal, together about the wanted size, on disk: what is measured below is the server's memory, not the file's. */
async function csv(bytes: number): Promise<Blob> {
  const path = join(folder, 'diario.csv');
  const file = await open(path, 'w');
  let size = (await file.write('fecha;concepto;importe;cuenta\n')).bytesWritten;
  for (let row = 0; size < bytes; ) {
    const lines = Array.from({ length: 20_000 }, () => {
      row += 1;
      return `2024-01-${String((row % 28) + 1).padStart(2, '0')};Asiento de prueba ${row};${row},50;CUENTA-${row % 97}\n`;
    });
    size += (await file.write(lines.join(''))).bytesWritten;
  }
  await file.close();
  return await openAsBlob(path);
}

test(`a PDF of ${pages} pages is read whole, and its last page is found`, { timeout: patienceMs }, async () => {
  const spaceId = await newSpace('Tomo entero');
  const file = longPdf(pages, (page) => `Folio ${page}: el asiento numero ${page} del tomo lleva el sello granate.`);
  const { documentId } = await admin.upload(spaceId, 'tomo.pdf', new Blob([file]));
  await admin.upload(spaceId, 'detras.txt', new Blob(['Lo que viene detrás no espera.']));
  expect(await readAll(admin, spaceId, patienceMs)).toMatchObject({ ready: 2, failed: 0 });
  expect(await admin.get<Document>(`/documents/${documentId}`)).toMatchObject({ state: 'ready', parts: pages });
  const found = await admin.post<{ hits: { text: string }[] }>('/search', {
    text: `"folio ${pages}"`,
    spaceIds: [spaceId],
  });
  expect(found.hits[0]?.text).toContain(`Folio ${pages}:`);
});

test(`a CSV of ${csvBytes / 1024 ** 2} MB is read whole or refused by name, in bounded memory`, {
  timeout: patienceMs,
}, async () => {
  const spaceId = await newSpace('Diario');
  const before = process.memoryUsage.rss();
  peakBytes = before;
  const { documentId } = await admin.upload(spaceId, 'diario.csv', await csv(csvBytes));
  await readAll(admin, spaceId, patienceMs);
  const { state, reason } = await admin.get<Document>(`/documents/${documentId}`);
  console.log(`${state} ${reason?.code ?? ''}, peak +${Math.round((peakBytes - before) / 1024 ** 2)} MB`);
  if (state !== 'ready') {
    expect(reason?.code).toMatch(/^(?:too_large|memory|timeout)$/);
    expect(reason?.es.length).toBeGreaterThan(10);
  } else {
    const found = await admin.post<{ hits: { text: string }[] }>('/search', {
      text: '"asiento de prueba 77"',
      spaceIds: [spaceId],
    });
    expect(found.hits[0]?.text).toContain('77,50');
  }
  expect(peakBytes - before).toBeLessThan(1.5 * 1024 ** 3);
  expect((await admin.get<{ status: string }>('/health')).status).toBe('ok');
});
