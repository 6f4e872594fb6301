import type { Logger } from '@nexus/kernel';
import { getConstructionPlans, PgBoss } from 'pg-boss';
import { type ConsumeOptions, type Consumer, startConsumer } from './consumer.ts';

/** What pg-boss needs of a database: one statement with its values. */
export type JobsDatabase = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

/** A job's data, and the `key` that keeps a second job for the same thing out while the first still waits or is worked on. */
export type NewJob = { data: Record<string, string>; key: string };

export type Jobs = {
  send(queue: string, data: NewJob['data'], key: string): Promise<void>;
  /** Many jobs in one statement. */
  sendAll(queue: string, jobs: readonly NewJob[]): Promise<void>;
  consume<Data>(queue: string, options: ConsumeOptions<Data>): Promise<Consumer>;
  /** Puts jobs of a dead process back in line. Only when no other process consumes the queue. */
  releaseAbandoned(queue: string): Promise<void>;
  stop(): Promise<void>;
};

const heartbeatSeconds = 20;
// How often jobs are looked for whose process is gone.
const superviseIntervalSeconds = 10;
const queueOptions = { retryLimit: 5, retryDelay: 1, retryBackoff: true, expireInSeconds: 23 * 3600, heartbeatSeconds };

const installLock = "hashtextextended('nexus.jobs', 0)";

/**
 * Creates the queue tables as their owner; `role` may then use but not change them. `owner` is a single connection: processes that start at
 * once take turns by a lock of its session.
 */
export async function installJobs(owner: JobsDatabase, role: string): Promise<void> {
  await owner.executeSql(`select pg_advisory_lock(${installLock})`);
  try {
    const { rows } = await owner.executeSql("select 1 from information_schema.schemata where schema_name = 'pgboss'");
    if (rows.length === 0) await owner.executeSql(getConstructionPlans('pgboss'));
    await owner.executeSql(`
      grant usage on schema pgboss to ${role};
      grant select, insert, update, delete on all tables in schema pgboss to ${role};
      grant usage on all sequences in schema pgboss to ${role};
      grant execute on all functions in schema pgboss to ${role}`);
  } finally {
    await owner.executeSql(`select pg_advisory_unlock(${installLock})`);
  }
}

/** Queues on a database that `installJobs` prepared. Names of queues are created when first used. */
export async function startJobs(database: JobsDatabase, logger: Logger): Promise<Jobs> {
  const boss = new PgBoss({
    db: database,
    schema: 'pgboss',
    migrate: false,
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds,
    monitorIntervalSeconds: superviseIntervalSeconds,
  });
  boss.on('error', (error) => logger.error('job queue', { error }));
  await boss.start();
  const consumers = new Set<Consumer>();
  const known = new Map<string, Promise<void>>();

  function ensureQueue(name: string): Promise<void> {
    const queue = known.get(name) ?? boss.createQueue(name, { policy: 'exclusive', ...queueOptions });
    known.set(name, queue);
    return queue;
  }

  async function sendAll(queue: string, jobs: readonly NewJob[]): Promise<void> {
    if (jobs.length === 0) return;
    await ensureQueue(queue);
    await boss.insert(
      queue,
      jobs.map(({ data, key }) => ({ data, singletonKey: key })),
    );
    for (const consumer of consumers) consumer.wake();
  }

  async function consume<Data>(queue: string, options: ConsumeOptions<Data>): Promise<Consumer> {
    await ensureQueue(queue);
    const consumer = startConsumer<Data>({ boss, queue, options, heartbeatSeconds, logger });
    consumers.add(consumer);
    return consumer;
  }

  async function releaseAbandoned(queue: string): Promise<void> {
    await ensureQueue(queue);
    const { rows } = await database.executeSql("select id from pgboss.job where name = $1 and state = 'active'", [
      queue,
    ]);
    const ids = rows.map((row) => String(row['id']));
    if (ids.length > 0) await boss.fail(queue, ids, { reason: 'the process that had this job is gone' });
  }

  async function stop(): Promise<void> {
    await Promise.all([...consumers].map((consumer) => consumer.stop()));
    await boss.stop({ graceful: false });
  }

  return { send: (queue, data, key) => sendAll(queue, [{ data, key }]), sendAll, consume, releaseAbandoned, stop };
}
