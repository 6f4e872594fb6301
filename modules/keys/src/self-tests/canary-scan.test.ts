import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { scanForCanaries } from './canary-scan.ts';
import { scanInThread } from './scan-in-thread.ts';

const canary = 'canario-7Q2X-amarillo';
const text = Buffer.from(`${'El contrato dice lo que dice. '.repeat(50)}${canary}${' Y sigue.'.repeat(50)}`);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-scan-'));
});
afterEach(() => rm(folder, { recursive: true }));

const found = async () => {
  const { hits } = await scanForCanaries({ folder, canaries: [canary] });
  return hits.map(({ file, as }) => `${file} ${as}`).sort();
};

it('sees a text as it is (zstd leaves some so), in UTF-16, and packed in the middle of other bytes', async () => {
  await mkdir(join(folder, 'base/16384'), { recursive: true });
  const within = (bytes: Uint8Array) => Buffer.concat([randomBytes(9_000), bytes, randomBytes(9_000)]);
  await writeFile(join(folder, 'plain.log'), within(text));
  await writeFile(join(folder, 'wide'), within(Buffer.from(canary, 'utf16le')));
  await writeFile(join(folder, 'base/16384/1259'), within(gzipSync(text)));
  await writeFile(join(folder, 'zlib'), within(deflateSync(text)));
  await writeFile(join(folder, 'zstd'), within(zstdCompressSync(text)));
  await writeFile(join(folder, 'noise'), randomBytes(400_000));
  expect(await found()).toEqual([
    'base/16384/1259 gzip',
    'plain.log plain',
    'wide plain',
    'zlib zlib',
    'zstd plain',
    'zstd zstd',
  ]);
});

it('sees it where two windows meet', async () => {
  const at = 8 * 1024 ** 2;
  for (const [name, before] of [
    ['over', at - 10],
    ['behind', at + 5],
  ] as const)
    await writeFile(join(folder, name), Buffer.concat([Buffer.alloc(before), text, Buffer.alloc(100)]));
  await writeFile(join(folder, 'packed'), Buffer.concat([Buffer.alloc(at - 20), gzipSync(text), Buffer.alloc(100)]));
  expect(await found()).toEqual(['behind plain', 'over plain', 'packed gzip']);
});

it('says what it left out', async () => {
  await writeFile(join(folder, 'large'), Buffer.alloc(2_000));
  expect(await scanForCanaries({ folder, canaries: [canary], maxBytes: 1_000 })).toEqual({
    hits: [],
    files: 0,
    bytes: 0,
    skipped: 1,
  });
});

it('finds in a thread of its own what it finds here, and ends when it is broken off', async () => {
  await writeFile(join(folder, 'packed'), gzipSync(text));
  await writeFile(join(folder, 'other'), randomBytes(50_000));
  const options = { folder, canaries: [canary] };
  expect(await scanInThread(options)).toEqual(await scanForCanaries(options));
  const stopping = new AbortController();
  const scan = scanInThread({ ...options, signal: stopping.signal });
  stopping.abort();
  await expect(scan).rejects.toMatchObject({ name: 'AbortError' });
});

it('does not open what it is told to leave alone', async () => {
  await writeFile(join(folder, 'nexus.lock'), canary);
  const scan = await scanForCanaries({ folder, canaries: [canary], untouched: ['nexus.lock'] });
  expect(scan).toMatchObject({ hits: [], files: 0, skipped: 0 });
});
