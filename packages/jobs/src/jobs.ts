import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import { getConstructionPlans, PgBoss } from 'pg-boss';

/** What pg-boss needs of a database: one statement with its values. */
export type JobsDatabase = {
  executeSql(text: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
};

export type ConsumeOptions<Data> = {
  /** Jobs in hand at the same time. */
  concurrency: number;
  /** Resolves when the work is durable; rejecting hands the job to another try. The signal is aborted when the consumer stops. */
  handle(data: Data, signal: AbortSignal): Promise<void>;
};

export type Consumer = {
  /** Looks for work now instead of at the next poll. */
  wake(): void;
  /** Aborts what is in hand and waits for it; unfinished jobs go back to the queue. */
  stop(): Promise<void>;
};

export type Jobs = {
  /** `key` keeps a second job for the same thing out while the first still waits. */
  send(queue: string, data: Record<string, string>, key: string): Promise<void>;
  consume<Data>(queue: string, options: ConsumeOptions<Data>): Promise<Consumer>;
  /** Puts jobs of a dead process back in line. Only when no other process consumes the queue. */
  releaseAbandoned(queue: string): Promise<void>;
  stop(): Promise<void>;
};

const pollMs = 1_000;
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

  async function send(queue: string, data: Record<string, string>, key: string): Promise<void> {
    await ensureQueue(queue);
    await boss.send(queue, data, { singletonKey: key });
    for (const consumer of consumers) consumer.wake();
  }

  async function consume<Data>(queue: string, options: ConsumeOptions<Data>): Promise<Consumer> {
    await ensureQueue(queue);
    const consumer = startConsumer<Data>(boss, queue, options, logger);
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

  return { send, consume, releaseAbandoned, stop };
}

/**
 * Keeps `concurrency` jobs in hand, each completed or failed on its own, so that one long job holds up no others. (pg-boss's own worker
 * completes a fetched batch as a whole.)
 */
function startConsumer<Data>(boss: PgBoss, queue: string, options: ConsumeOptions<Data>, logger: Logger): Consumer {
  const stopping = new AbortController();
  const inHand = new Map<string, Promise<void>>();
  let wakeUp = Promise.withResolvers<void>();

  async function run(id: string, data: Data): Promise<void> {
    try {
      await options.handle(data, stopping.signal);
      if (stopping.signal.aborted) await boss.fail(queue, id, { reason: 'stopped' });
      else await boss.complete(queue, id);
    } catch (error) {
      if (!stopping.signal.aborted) logger.error('job failed', { queue, jobId: id, error });
      await boss.fail(queue, id, { reason: 'failed' });
    }
  }

  function take(id: string, data: Data): void {
    const done = run(id, data)
      .catch((error: unknown) => logger.error('job could not be closed', { queue, jobId: id, error }))
      .finally(() => {
        inHand.delete(id);
        wakeUp.resolve();
      });
    inHand.set(id, done);
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      wakeUp = Promise.withResolvers<void>();
      const room = options.concurrency - inHand.size;
      const jobs = room > 0 ? await fetchQuietly(room) : [];
      for (const job of jobs) take(job.id, job.data);
      const isFull = inHand.size >= options.concurrency;
      if (jobs.length > 0 && !isFull) continue;
      await Promise.race([wakeUp.promise, wait(pollMs, undefined, { ref: false })]);
    }
    await Promise.all(inHand.values());
  }

  async function fetchQuietly(batchSize: number) {
    try {
      return await boss.fetch<Data>(queue, { batchSize });
    } catch (error) {
      logger.error('jobs could not be fetched', { queue, error });
      return [];
    }
  }

  const beat = setInterval(
    () => {
      if (inHand.size === 0) return;
      boss.touch(queue, [...inHand.keys()]).catch((error: unknown) => logger.error('job heartbeat', { queue, error }));
    },
    (heartbeatSeconds * 1_000) / 3,
  );
  beat.unref();
  const finished = loop();

  return {
    wake: () => wakeUp.resolve(),
    async stop() {
      stopping.abort();
      clearInterval(beat);
      wakeUp.resolve();
      await finished;
    },
  };
}
