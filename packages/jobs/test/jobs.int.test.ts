import { silentLogger } from '@nexus/kernel';
import { createTestDatabase, type TestDatabase } from '@nexus/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { installJobs, type Jobs, type JobsDatabase, openJobsDatabase, startJobs } from '../src/index.ts';

type Work = { n: string };

let db: TestDatabase;
let pool: JobsDatabase & { close(): Promise<void> };
let statements: string[];
let jobs: Jobs;
let queue: string;
let queues = 0;

beforeAll(async () => {
  db = await createTestDatabase({ modules: [] });
  const owner = openJobsDatabase(db.credentials.owner, silentLogger, 1);
  await installJobs(owner, db.credentials.worker.user);
  await owner.close();
  pool = openJobsDatabase(db.credentials.worker, silentLogger);
});
afterAll(async () => {
  await pool?.close();
  await db?.close();
});

beforeEach(async () => {
  queues += 1;
  queue = `queue-${queues}`;
  jobs = await startCounting();
});
afterEach(() => jobs.stop());

async function startCounting(): Promise<Jobs> {
  statements = [];
  const counted: JobsDatabase = {
    executeSql(text, values) {
      statements.push(text);
      return pool.executeSql(text, values);
    },
  };
  return await startJobs(counted, silentLogger);
}

const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ data: { n: String(n) }, key: `key-${n}` }));
const states = async () =>
  Object.fromEntries(
    (
      await db.asOwner<{ state: string; count: string }>(
        'select state::text, count(*) from pgboss.job where name = $1 group by state',
        [queue],
      )
    ).map(({ state, count }) => [state, Number(count)]),
  );
async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 200_000; !(await isTrue()); ) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const isDone = (count: number) => until(async () => (await states())['completed'] === count);

test('many short jobs are each handled once, and fetched and closed together', async () => {
  const handled: string[] = [];
  await jobs.sendAll(queue, numbered(300));
  statements = [];
  await jobs.consume<Work>(queue, {
    concurrency: 32,
    handle: async ({ n }) => {
      handled.push(n);
    },
  });
  await isDone(300);
  expect(handled.length).toBe(300);
  expect(new Set(handled).size).toBe(300);
  expect(statements.length).toBeLessThan(80);
});

test('a long job holds up no others', async () => {
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  await jobs.sendAll(queue, numbered(40));
  await jobs.consume<Work>(queue, {
    concurrency: 4,
    handle: async ({ n }) => {
      if (n === '0') await gate.promise;
      done.push(n);
    },
  });
  await until(() => done.length === 39);
  await until(async () => (await states())['active'] === 1);
  gate.resolve();
  await isDone(40);
});

test('a job that fails comes again; its neighbours in the same moment do not', async () => {
  const tries = new Map<string, number>();
  await jobs.sendAll(queue, numbered(6));
  await jobs.consume<Work>(queue, {
    concurrency: 8,
    handle: async ({ n }) => {
      tries.set(n, (tries.get(n) ?? 0) + 1);
      if (n === '3' && tries.get(n) === 1) throw new Error('the first time goes wrong');
    },
  });
  await isDone(6);
  expect(Object.fromEntries(tries)).toEqual({ 0: 1, 1: 1, 2: 1, 3: 2, 4: 1, 5: 1 });
});

test('a second job for the same thing is kept out while the first waits or is worked on', async () => {
  const gate = Promise.withResolvers<void>();
  await jobs.sendAll(queue, numbered(3));
  await jobs.sendAll(queue, numbered(5));
  expect(await states()).toEqual({ created: 5 });
  let started = 0;
  await jobs.consume<Work>(queue, {
    concurrency: 8,
    handle: async () => {
      started += 1;
      await gate.promise;
    },
  });
  await until(() => started === 5);
  await jobs.send(queue, { n: '0' }, 'key-0');
  expect(await states()).toEqual({ active: 5 });
  gate.resolve();
  await isDone(5);
  await jobs.send(queue, { n: '0' }, 'key-0');
  await isDone(6);
});

test('stopping gives back what is in hand, and the next process does it', async () => {
  await jobs.sendAll(queue, numbered(10));
  let started = 0;
  await jobs.consume<Work>(queue, {
    concurrency: 4,
    handle: (_, signal) => {
      started += 1;
      return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
    },
  });
  await until(() => started === 4);
  await jobs.stop();
  expect(await states()).toEqual({ created: 6, retry: 4 });
  jobs = await startCounting();
  const handled = new Set<string>();
  await jobs.consume<Work>(queue, {
    concurrency: 4,
    handle: async ({ n }) => {
      handled.add(n);
    },
  });
  await isDone(10);
  expect(handled.size).toBe(10);
});

test('jobs that a dead process had done but not closed are delivered again', async () => {
  let isDead = false;
  const dying = await startJobs(
    {
      // From the moment of death on nothing reaches the database any more.
      executeSql: async (text, values) => {
        if (isDead) throw new Error('dead');
        return await pool.executeSql(text, values);
      },
    },
    silentLogger,
  );
  await jobs.sendAll(queue, numbered(5));
  const first: string[] = [];
  await dying.consume<Work>(queue, {
    concurrency: 8,
    handle: async ({ n }) => {
      isDead = true;
      first.push(n);
    },
  });
  await until(() => first.length === 5);
  await dying.stop().catch(() => {});
  expect(await states()).toEqual({ active: 5 });
  await jobs.releaseAbandoned(queue);
  const second: string[] = [];
  await jobs.consume<Work>(queue, {
    concurrency: 8,
    handle: async ({ n }) => {
      second.push(n);
    },
  });
  await isDone(5);
  expect(second.sort()).toEqual(['0', '1', '2', '3', '4']);
});
