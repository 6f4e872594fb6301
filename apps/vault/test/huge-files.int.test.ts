import { openAsBlob } from 'node:fs';
import { mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiClient } from '../src/cli/api-client.ts';
import { longPdf } from './hostile-files.ts';
import { readAll, setUp } from './vault-fixture.ts';
import { spawnVault, type VaultProcess } from './vault-process.ts';

/** `NEXUS_BIG_TESTS=1` sends a whole gigabyte; by default as much as it takes to pass the limit, which goes the same way. */
const isBig = process.env['NEXUS_BIG_TESTS'] === '1';
const mebibyte = 1024 ** 2;
const pastLimitBytes = (isBig ? 1024 : 48) * mebibyte;
const patienceMs = isBig ? 3_600_000 : 400_000;
const pages = 10_000;

type Document = { id: string; state: string; parts: number; reason: { code: string; es: string } | null };

let folder: string;
let server: VaultProcess;
let admin: ApiClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-huge-'));
  server = await spawnVault(join(folder, 'data'));
  admin = await setUp(server, 'ana@example.org');
});
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const newSpace = async (name: string) => (await admin.post<{ id: string }>('/spaces', { name })).id;

/** Lines of a journal, together about the wanted size, on disk: neither this process nor the server ever holds the file. */
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

/** The most memory that the server process has held so far, in MiB; null where the system does not say. */
async function peakMemory(): Promise<number | null> {
  const status = await readFile(`/proc/${server.child.pid}/status`, 'utf8').catch(() => '');
  const kibibytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) / 1024;
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

test('a CSV of a hundred thousand rows is read whole, and one of its rows is found', {
  timeout: patienceMs,
}, async () => {
  const spaceId = await newSpace('Diario');
  const { documentId } = await admin.upload(spaceId, 'diario.csv', await csv(4 * mebibyte));
  expect(await readAll(admin, spaceId, patienceMs)).toMatchObject({ ready: 1, failed: 0 });
  expect(await admin.get<Document>(`/documents/${documentId}`)).toMatchObject({ state: 'ready' });
  const found = await admin.post<{ hits: { text: string }[] }>('/search', {
    text: '"asiento de prueba 77"',
    spaceIds: [spaceId],
  });
  expect(found.hits[0]?.text).toContain('77,50');
});

test(`a CSV of ${pastLimitBytes / mebibyte} MiB is refused by name, in bounded memory, and nobody else notices`, {
  timeout: patienceMs,
}, async () => {
  const spaceId = await newSpace('Diario de un siglo');
  const { documentId } = await admin.upload(spaceId, 'diario.csv', await csv(pastLimitBytes));
  await admin.upload(spaceId, 'detras.txt', new Blob(['Lo que viene detrás se lee igual.']));
  expect(await readAll(admin, spaceId, patienceMs)).toMatchObject({ ready: 1, failed: 1 });
  const { state, reason } = await admin.get<Document>(`/documents/${documentId}`);
  expect({ state, code: reason?.code }).toEqual({ state: 'failed', code: 'too_large' });
  expect(reason?.es.length).toBeGreaterThan(10);
  const peak = await peakMemory();
  console.log(`peak memory of the server ${peak === null ? 'unknown' : `${Math.round(peak)} MiB`}`);
  if (peak !== null) expect(peak).toBeLessThan(1_000);
  expect((await admin.get<{ status: string }>('/health')).status).toBe('ok');
});
