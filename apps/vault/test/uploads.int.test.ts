import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { silentLogger } from '@nexus/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApiClient } from '../src/cli/api-client.ts';
import { readConfig } from '../src/config.ts';
import { startVault } from '../src/start.ts';
import { startTestVault, type VaultFixture } from './vault-fixture.ts';

type Status = { id: string; receivedBytes: number; sizeBytes: number; finished: { documentId: string } | null };

let vault: VaultFixture;
let spaceId: string;
let file: Buffer;

beforeAll(async () => {
  vault = await startTestVault();
  spaceId = (await vault.admin.post<{ id: string }>('/spaces', { name: 'Piezas' })).id;
  file = Buffer.concat([Buffer.from('Secreto del expediente 4711. '.repeat(40_000)), randomBytes(100_000)]);
});
afterAll(async () => {
  await vault?.close();
});

const begin = (path: string, sizeBytes = file.length) =>
  vault.admin.post<Status>(`/spaces/${spaceId}/uploads`, { path, sizeBytes });

async function append(id: string, offset: number, bytes: Buffer | string, client = vault.admin): Promise<Status> {
  const headers = { 'content-type': 'application/octet-stream' };
  const response = await client.send('PATCH', `/uploads/${id}?offset=${offset}`, { headers, body: bytes as string });
  return (await response.json()) as Status;
}

async function download(documentId: string): Promise<Buffer> {
  const response = await vault.admin.send('GET', `/documents/${documentId}/content`);
  return Buffer.from(await response.arrayBuffer());
}

async function filesOnDisk(): Promise<string[]> {
  const found = await readdir(vault.dataDir, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && /[/\\]uploads[/\\]/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
}

async function unfinished(): Promise<string[]> {
  const found = await readdir(vault.dataDir, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile() && entry.parentPath.endsWith('.unfinished')).map(({ name }) => name);
}

test('pieces become the very file, and are sealed while they wait', async () => {
  const { id } = await begin('carpeta/grande.txt');
  const half = 600_000;
  expect(await append(id, 0, file.subarray(0, half))).toMatchObject({ receivedBytes: half });
  const waiting = await filesOnDisk();
  expect(waiting).toHaveLength(1);
  expect((await readFile(waiting[0]!)).includes('Secreto del expediente')).toBe(false);
  await append(id, half, file.subarray(half));
  const made = await vault.admin.post<{ documentId: string; outcome: string }>(`/uploads/${id}/finish`);
  expect(made.outcome).toBe('created');
  expect((await download(made.documentId)).equals(file)).toBe(true);
  expect(await filesOnDisk()).toEqual([]);
  expect(await vault.admin.post(`/uploads/${id}/finish`)).toEqual(made);
  const { fileName, folderPath } = await vault.admin.get<{ fileName: string; folderPath: string }>(
    `/documents/${made.documentId}`,
  );
  expect([folderPath, fileName]).toEqual(['carpeta', 'grande.txt']);
});

test('a piece that is cut off counts for nothing, and the upload goes on from where it stood', async () => {
  const bytes = Buffer.from(`cortado ${'x'.repeat(500_000)}`);
  const { id } = await begin('cortado.txt', bytes.length);
  await append(id, 0, bytes.subarray(0, 100_000));
  const socket = connect({ host: '127.0.0.1', port: Number(new URL(vault.running.url).port) });
  socket.write(
    `PATCH /api/v1/uploads/${id}?offset=100000 HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${vault.adminToken}\r\n` +
      'content-type: application/octet-stream\r\ncontent-length: 400008\r\n\r\n',
  );
  socket.write(bytes.subarray(100_000, 200_000));
  await expect.poll(async () => (await unfinished()).length).toBe(1);
  socket.destroy();
  await expect.poll(async () => (await unfinished()).length).toBe(0);
  await expect.poll(async () => (await vault.admin.get<Status>(`/uploads/${id}`)).receivedBytes).toBe(100_000);
  await expect.poll(async () => (await filesOnDisk()).length).toBe(1);
  await append(id, 100_000, bytes.subarray(100_000));
  const { documentId } = await vault.admin.post<{ documentId: string }>(`/uploads/${id}/finish`);
  expect((await download(documentId)).equals(bytes)).toBe(true);
});

test('of two tabs with one upload, one is told where it stands', async () => {
  const bytes = Buffer.from(`dos ventanas ${'y'.repeat(50_000)}`);
  const { id } = await begin('ventanas.txt', bytes.length);
  const results = await Promise.allSettled([append(id, 0, bytes), append(id, 0, bytes)]);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = results.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toMatchObject({ status: 409, code: 'documents.upload_offset' });
  expect(await filesOnDisk()).toHaveLength(1);
  const [one, two] = await Promise.all([
    vault.admin.post<{ documentId: string }>(`/uploads/${id}/finish`),
    vault.admin.post<{ documentId: string }>(`/uploads/${id}/finish`),
  ]);
  expect(one.documentId).toBe(two.documentId);
});

test('what does not fit is refused: too early, too much, somebody else’s', async () => {
  const { id } = await begin('limites.txt', 10);
  await expect(vault.admin.post(`/uploads/${id}/finish`)).rejects.toMatchObject({ status: 409 });
  await expect(append(id, 5, 'abc')).rejects.toMatchObject({ status: 409 });
  await expect(append(id, 0, 'más de diez bytes')).rejects.toMatchObject({ status: 413 });
  await expect(begin('../fuera.txt')).rejects.toMatchObject({ status: 400 });
  await expect(begin('enorme.iso', 1e15)).rejects.toMatchObject({ status: 413 });
  const { client } = await vault.invite('otra@example.org');
  await expect(client.get(`/uploads/${id}`)).rejects.toMatchObject({ status: 404 });
  await expect(append(id, 0, 'abc', client)).rejects.toMatchObject({ status: 404 });
  await vault.admin.send('DELETE', `/uploads/${id}`);
  await expect(vault.admin.get(`/uploads/${id}`)).rejects.toMatchObject({ status: 404 });
  expect(await filesOnDisk()).toEqual([]);
});

test('an upload goes on after the server was stopped and started again', async () => {
  const bytes = Buffer.from(`reinicio ${'z'.repeat(80_000)}`);
  const { id } = await begin('reinicio.txt', bytes.length);
  await append(id, 0, bytes.subarray(0, 30_000));
  await vault.running.stop();
  const config = readConfig({ NEXUS_DATA: vault.dataDir, NEXUS_PORT: '0', NEXUS_READERS: '1' }, '/');
  const again = await startVault(config, silentLogger);
  vault = { ...vault, running: again, admin: createApiClient(again.url, { token: vault.adminToken }) };
  const { receivedBytes } = await vault.admin.get<Status>(`/uploads/${id}`);
  expect(receivedBytes).toBe(30_000);
  await append(id, receivedBytes, bytes.subarray(receivedBytes));
  const { documentId } = await vault.admin.post<{ documentId: string }>(`/uploads/${id}/finish`);
  expect((await download(documentId)).equals(bytes)).toBe(true);
});
