import { silentLogger } from '@nexus/kernel';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createJobsOverview,
  installJobs,
  type Jobs,
  type JobsDatabase,
  type JobsOverview,
  openJobsDatabase,
  startJobs,
} from '../src/index.ts';

let db: TestDatabase;
let pool: JobsDatabase & { close(): Promise<void> };
let jobs: Jobs;
let overview: JobsOverview;

beforeAll(async () => {
  db = await createTestDatabase({ modules: [] });
  const owner = openJobsDatabase(db.credentials.owner, silentLogger, 1);
  await installJobs(owner, db.credentials.worker.user);
  await owner.close();
  pool = openJobsDatabase(db.credentials.worker, silentLogger);
  jobs = await startJobs(pool, silentLogger);
  overview = createJobsOverview(pool);
});
afterAll(async () => {
  await jobs?.stop();
  await pool?.close();
  await db?.close();
});

const giveUp = (key: string, minutesAgo: number) =>
  db.asOwner(
    `update pgboss.job set state = 'failed', retry_count = retry_limit, completed_on = now() - make_interval(mins => $2)
      where singleton_key = $1`,
    [key, minutesAgo],
  );

test('counts what waits and what was given up, lists the newest first, and tries again with all tries', async () => {
  expect(await overview.countByQueue()).toEqual([]);
  for (const key of ['a', 'b', 'c']) await jobs.send('reading', { versionId: key }, key);
  await jobs.send('mending', { rebuildId: 'd' }, 'd');
  await giveUp('a', 10);
  await giveUp('b', 5);
  expect(await overview.countByQueue()).toEqual([
    { queue: 'mending', waiting: 1, running: 0, failed: 0 },
    { queue: 'reading', waiting: 1, running: 0, failed: 2 },
  ]);

  const failed = await overview.listFailed(10);
  expect(failed).toMatchObject([
    { queue: 'reading', attempts: 6 },
    { queue: 'reading', attempts: 6 },
  ]);
  expect(failed[0]!.failedAt.getTime()).toBeGreaterThan(failed[1]!.failedAt.getTime());
  expect(Object.keys(failed[0]!).sort()).toEqual(['attempts', 'createdAt', 'failedAt', 'id', 'queue']);
  expect(await overview.listFailed(1)).toEqual(failed.slice(0, 1));

  expect(await overview.retry(failed[0]!.id)).toBe(true);
  expect(await overview.retry(failed[0]!.id)).toBe(false);
  expect(await overview.listFailed(10)).toEqual(failed.slice(1));
  const done: string[] = [];
  const consumer = await jobs.consume<{ versionId: string }>('reading', {
    concurrency: 2,
    handle: async ({ versionId }) => {
      done.push(versionId);
    },
  });
  for (const deadline = Date.now() + 200_000; done.length < 2 && Date.now() < deadline; )
    await new Promise((resolve) => setTimeout(resolve, 20));
  await consumer.stop();
  expect(done.sort()).toEqual(['b', 'c']);
});
