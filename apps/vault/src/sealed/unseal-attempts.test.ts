import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createUnsealAttempts } from './unseal-attempts.ts';

let folder: string;
let path: string;
let time = 0;
const now = () => time;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nexus-attempts-'));
  path = join(folder, 'attempts.json');
  time = Date.UTC(2026, 4, 4);
});
afterEach(() => rm(folder, { recursive: true }));

const failed = { source: '10.0.0.9', method: 'passphrase', outcome: 'wrong_passphrase' } as const;

it('slows one source down, more with every failure, and over a restart', async () => {
  let attempts = createUnsealAttempts(path, now);
  for (let i = 0; i < 3; i += 1) {
    expect(await attempts.begin('10.0.0.9')).toBe(0);
    await attempts.end(failed, false);
  }
  expect(await attempts.begin('10.0.0.9')).toBe(1);
  attempts = createUnsealAttempts(path, now);
  expect(await attempts.begin('10.0.0.9')).toBe(1);
  expect(await attempts.begin('10.0.0.7')).toBe(0);
  const waits: number[] = [];
  for (let i = 0; i < 12; i += 1) {
    time += 1_000_000;
    expect(await attempts.begin('10.0.0.9')).toBe(0);
    waits.push(await attempts.begin('10.0.0.9'));
  }
  expect(waits.slice(0, 4)).toEqual([2, 4, 8, 16]);
  expect(waits.at(-1)).toBe(300);
});

it('slows all sources together, for seconds and not for hours', async () => {
  const attempts = createUnsealAttempts(path, now);
  let refused = 0;
  for (let i = 0; i < 60; i += 1) {
    const wait = await attempts.begin(`10.0.${i}.1`);
    if (wait > 0) refused += 1;
    expect(wait).toBeLessThanOrEqual(15);
  }
  expect(refused).toBe(40);
  time += 16_000;
  expect(await attempts.begin('10.9.9.9')).toBe(0);
});

it('forgets the count after a success, and keeps what happened for the log', async () => {
  const attempts = createUnsealAttempts(path, now);
  await attempts.begin('10.0.0.9');
  await attempts.end(failed, false);
  await attempts.end({ source: '10.0.0.7', method: 'share', outcome: 'unsealed' }, true);
  for (let i = 0; i < 3; i += 1) expect(await attempts.begin('10.0.0.9')).toBe(0);
  expect((await attempts.take()).attempts.map(({ source, outcome }) => [source, outcome])).toEqual([
    ['10.0.0.9', 'wrong_passphrase'],
    ['10.0.0.7', 'unsealed'],
  ]);
  expect((await attempts.take()).attempts).toEqual([]);
});

it('counts attempts that come at once one by one', async () => {
  const attempts = createUnsealAttempts(path, now);
  const waits = await Promise.all(Array.from({ length: 8 }, () => attempts.begin('10.0.0.9')));
  expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
});

it('takes a file that was emptied for one with too many failures', async () => {
  await writeFile(path, '');
  expect(await createUnsealAttempts(path, now).begin('10.0.0.9')).toBeGreaterThan(0);
  expect(await readFile(path, 'utf8')).toBe('');
});
