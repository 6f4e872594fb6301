import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SegmentStore } from '../contract.ts';
import { createFolderStore } from './folder.store.ts';
import { createMemoryStore } from './memory.store.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-store-'));
});
afterEach(() => rm(folder, { recursive: true }));

const flip = (bytes: Uint8Array) => bytes.map((byte) => byte ^ 0x5a);
const kinds: [string, () => SegmentStore][] = [
  ['memory', createMemoryStore],
  ['folder', () => createFolderStore({ folder })],
  ['sealed folder', () => createFolderStore({ folder, seal: (_c, _n, b) => flip(b), open: (_c, _n, b) => flip(b) })],
];

describe.each(kinds)('%s store', (_name, createStore) => {
  test('commits only on top of the expected version', async () => {
    const store = createStore();
    expect(await store.readManifest('a/../b')).toBeNull();
    expect(await store.commitManifest('a/../b', 1, Uint8Array.of(1))).toBe(false);
    expect(await store.commitManifest('a/../b', 0, Uint8Array.of(1))).toBe(true);
    expect(await store.commitManifest('a/../b', 0, Uint8Array.of(2))).toBe(false);
    expect(await store.commitManifest('a/../b', 1, Uint8Array.of(3))).toBe(true);
    const manifest = await store.readManifest('a/../b');
    expect(manifest?.version).toBe(2);
    expect([...manifest!.bytes]).toEqual([3]);
    expect(await store.readManifest('other')).toBeNull();
  });

  test('of many commits at once one succeeds', async () => {
    const store = createStore();
    const tries = Array.from({ length: 8 }, (_, i) => store.commitManifest('a', 0, Uint8Array.of(i)));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  });

  test('keeps, lists and removes segments of each cell', async () => {
    const store = createStore();
    await store.writeSegment('a', 's1', Uint8Array.of(1, 2));
    await store.writeSegment('a', 's1-words', Uint8Array.of(3));
    await store.writeSegment('b', 's1', Uint8Array.of(9));
    expect([...(await store.readSegment('a', 's1'))]).toEqual([1, 2]);
    expect((await store.listSegments('a')).sort()).toEqual(['s1', 's1-words']);
    await store.removeSegment('a', 's1');
    await store.removeSegment('a', 's1');
    await expect(store.readSegment('a', 's1')).rejects.toThrow();
    expect([...(await store.readSegment('b', 's1'))]).toEqual([9]);
    expect(await store.listSegments('c')).toEqual([]);
  });
});

test('a folder store survives its process, ignores unfinished files, and shows no plain bytes when sealed', async () => {
  const options = {
    folder,
    seal: (_c: string, _n: string, b: Uint8Array) => flip(b),
    open: (_c: string, _n: string, b: Uint8Array) => flip(b),
  };
  const store = createFolderStore(options);
  const canary = Buffer.from('canario en claro');
  await store.writeSegment('a', 's1', canary);
  await store.commitManifest('a', 0, canary);
  const [cellFolder] = await readdir(folder);
  await writeFile(join(folder, cellFolder!, 'half.tmp'), 'half');
  await writeFile(join(folder, cellFolder!, 'manifest-7.tmp'), 'half');
  const reopened = createFolderStore(options);
  expect((await reopened.readManifest('a'))?.version).toBe(1);
  expect(Buffer.from(await reopened.readSegment('a', 's1'))).toEqual(canary);
  expect(await reopened.listSegments('a')).toEqual(['s1']);
  for (const file of await readdir(join(folder, cellFolder!))) {
    expect((await readFile(join(folder, cellFolder!, file))).includes('canario')).toBe(false);
  }
});
