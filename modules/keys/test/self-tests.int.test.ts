import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateKey } from '@nexus/crypto';
import { silentLogger, systemClock } from '@nexus/kernel';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createKeyring, keysMigrations } from '../src/index.ts';
import { createSelfTests, type SelfTests } from '../src/self-tests/self-tests.service.ts';

let db: TestDatabase;
let dataDir: string;
let newSelfTests: () => SelfTests;
const signal = new AbortController().signal;

beforeAll(async () => {
  db = await createTestDatabase({ modules: [keysMigrations] });
  dataDir = await mkdtemp(join(tmpdir(), 'nexus-self-tests-'));
  const keyring = await createKeyring({ rootKey: generateKey(), database: db.database });
  const parts = { keyring, database: db.database, clock: systemClock, logger: silentLogger };
  newSelfTests = () => createSelfTests({ ...parts, dataDir, isDatabaseElsewhere: true });
});
afterAll(async () => {
  await db.close();
  await rm(dataDir, { recursive: true, force: true });
});

it('passes, and keeps what it found', async () => {
  const tests = newSelfTests();
  const results = await tests.run(signal);
  expect(results.map(({ name, outcome }) => [name, outcome])).toEqual([
    ['known_answers', 'passed'],
    ['wrong_key', 'passed'],
    ['tampering', 'passed'],
    ['plaintext_on_disk', 'passed'],
  ]);
  expect((await tests.latest()).map(({ id }) => id).sort()).toEqual(results.map(({ id }) => id).sort());
});

it('shares a run between calls at once, and does not disturb that of another process', async () => {
  const [here, elsewhere] = [newSelfTests(), newSelfTests()];
  const runs = await Promise.all([here.run(signal), here.run(signal), elsewhere.run(signal)]);
  for (const results of runs) expect(results.filter(({ outcome }) => outcome === 'failed')).toEqual([]);
  expect(runs[0].map(({ id }) => id)).toEqual(runs[1].map(({ id }) => id));
  expect(runs[0].map(({ id }) => id)).not.toEqual(runs[2].map(({ id }) => id));
  expect(await readdir(join(dataDir, 'self-test-control'))).toEqual([]);
});
