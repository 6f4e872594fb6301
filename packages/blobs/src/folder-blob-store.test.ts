import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { BlobStore } from './blob-store.ts';
import { BlobNotFoundError } from './blobs.errors.ts';
import { createFolderBlobStore } from './folder-blob-store.ts';

let directory: string;
let store: BlobStore;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'nexus-blobs-'));
  store = await createFolderBlobStore(directory);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

async function* chunks(...parts: string[]) {
  for (const part of parts) yield Buffer.from(part);
}

test('what is written in chunks is read back whole', async () => {
  expect(await store.write('blobs/ab/one', chunks('hola ', 'mundo'))).toBe(10);
  expect((await store.readWhole('blobs/ab/one')).toString()).toBe('hola mundo');
  const parts: Uint8Array[] = [];
  for await (const part of store.read('blobs/ab/one')) parts.push(part);
  expect(Buffer.concat(parts).toString()).toBe('hola mundo');
});

test('a stretch is read from anywhere, and ends where the object ends', async () => {
  await store.write('blobs/ab/stretch', Buffer.from('hola mundo'));
  expect((await store.readRange('blobs/ab/stretch', 5, 3)).toString()).toBe('mun');
  expect((await store.readRange('blobs/ab/stretch', 5, 99)).toString()).toBe('mundo');
  expect((await store.readRange('blobs/ab/stretch', 99, 5)).length).toBe(0);
  await expect(store.readRange('blobs/ab/none', 0, 5)).rejects.toThrow(BlobNotFoundError);
});

test('a source that breaks off leaves nothing behind', async () => {
  async function* broken() {
    yield Buffer.from('half');
    throw new Error('connection lost');
  }
  await expect(store.write('blobs/ab/two', broken())).rejects.toThrow('connection lost');
  await expect(store.readWhole('blobs/ab/two')).rejects.toThrow(BlobNotFoundError);
  expect(await readdir(join(directory, '.unfinished'))).toEqual([]);
});

test('opening the store sweeps what a killed process left half-written', async () => {
  await store.write('blobs/ab/three', chunks('kept'));
  const { writeFile } = await import('node:fs/promises');
  await writeFile(join(directory, '.unfinished', 'orphan'), 'half');
  const reopened = await createFolderBlobStore(directory);
  expect(await readdir(join(directory, '.unfinished'))).toEqual([]);
  expect((await reopened.readWhole('blobs/ab/three')).toString()).toBe('kept');
});

test('in a folder that others write to, only what was left long ago is swept', async () => {
  const { utimes, writeFile } = await import('node:fs/promises');
  for (const name of ['being-written', 'left-long-ago']) await writeFile(join(directory, '.unfinished', name), 'half');
  const twoDaysAgo = new Date(Date.now() - 48 * 3_600_000);
  await utimes(join(directory, '.unfinished', 'left-long-ago'), twoDaysAgo, twoDaysAgo);
  await createFolderBlobStore(directory, { isShared: true });
  expect(await readdir(join(directory, '.unfinished'))).toEqual(['being-written']);
});

test('removing is repeatable and listing names keys below a prefix', async () => {
  await store.write('segments/s1/a', Buffer.from('1'));
  await store.write('segments/s1/b', Buffer.from('2'));
  await store.write('segments/s2/c', Buffer.from('3'));
  const keys: string[] = [];
  for await (const key of store.list('segments/s1')) keys.push(key);
  expect(keys.sort()).toEqual(['segments/s1/a', 'segments/s1/b']);
  await store.remove('segments/s1/a');
  await store.remove('segments/s1/a');
  await expect(store.readWhole('segments/s1/a')).rejects.toThrow(BlobNotFoundError);
});

test.each(['../outside', 'blobs/../../etc/passwd', '/etc/passwd', 'blobs', 'blobs/ÁRBOL', 'blobs/a b'])(
  'a key that could leave the folder is refused: %s',
  async (key) => {
    await expect(store.write(key, Buffer.from('x'))).rejects.toThrow(TypeError);
  },
);
