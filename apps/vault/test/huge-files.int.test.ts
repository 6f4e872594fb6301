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

let vault: VaultFixture;
let admin: ApiClient;
let peakBytes = 0;
let watch: NodeJS.Timeout;

beforeAll(async () => {
  vault = await startTestVault();
  admin = vault.admin;
  watch = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, 200);
});
afterAll(async () => {
  clearInterval(watch);
  await vault?.close();
});

const newSpace = async (name: string) => (await admin.post<{ id: string }>('/spaces', { name })).id;

/** Lines of a journal, as pieces that together have about the wanted size. */
function csv(bytes: number): Blob {
  const pieces = ['fecha;concepto;importe;cuenta\n'];
  let row = 0;
  for (let size = 0; size < bytes; size += pieces.at(-1)!.length) {
    const lines = Array.from({ length: 4_000 }, () => {
      row += 1;
      return `2024-01-${String((row % 28) + 1).padStart(2, '0')};Asiento de prueba ${row};${row},50;CUENTA-${row % 97}\n`;
    });
    pieces.push(lines.join(''));
  }
  return new Blob(pieces);
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
  const { documentId } = await admin.upload(spaceId, 'diario.csv', csv(csvBytes));
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
