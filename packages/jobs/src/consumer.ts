import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import type { PgBoss } from 'pg-boss';
import { createJobCloser } from './job-closer.ts';

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

export type ConsumerOptions<Data> = {
  boss: Pick<PgBoss, 'fetch' | 'complete' | 'fail' | 'touch'>;
  queue: string;
  options: ConsumeOptions<Data>;
  heartbeatSeconds: number;
  logger: Logger;
};

const pollMs = 1_000;

/**
 * Keeps `concurrency` jobs in hand, each completed or failed on its own, so that one long job holds up no others. (pg-boss's own worker
 * completes a fetched batch as a whole.) Jobs are fetched when a quarter of the hand is free, and those that end at about the same time are closed
 * together: a statement for every job would cost more than many a job.
 */
export function startConsumer<Data>({
  boss,
  queue,
  options,
  heartbeatSeconds,
  logger,
}: ConsumerOptions<Data>): Consumer {
  const stopping = new AbortController();
  const closer = createJobCloser({ boss, queue });
  const inHand = new Map<string, Promise<void>>();
  const leastRoom = Math.ceil(options.concurrency / 4);
  let wakeUp = Promise.withResolvers<void>();
  /** The last look found all there was: nothing is gained by looking again before somebody sends. */
  let isDrained = false;

  async function run(id: string, data: Data): Promise<void> {
    try {
      await options.handle(data, stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted) logger.error('job failed', { queue, jobId: id, error });
      await closer.fail(id, 'failed');
      return;
    }
    if (stopping.signal.aborted) await closer.fail(id, 'stopped');
    else await closer.complete(id);
  }

  function take(id: string, data: Data): void {
    const done = run(id, data)
      .catch((error: unknown) => logger.error('job could not be closed', { queue, jobId: id, error }))
      .finally(() => {
        inHand.delete(id);
        if (!isDrained && hasRoom()) wakeUp.resolve();
      });
    inHand.set(id, done);
  }

  function hasRoom(): boolean {
    return options.concurrency - inHand.size >= leastRoom;
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      wakeUp = Promise.withResolvers<void>();
      if (hasRoom()) {
        const room = options.concurrency - inHand.size;
        const jobs = await fetchQuietly(room);
        isDrained = jobs.length < room;
        for (const job of jobs) take(job.id, job.data);
        if (!isDrained && hasRoom()) continue;
      }
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
    wake() {
      isDrained = false;
      wakeUp.resolve();
    },
    async stop() {
      stopping.abort();
      clearInterval(beat);
      wakeUp.resolve();
      await finished;
    },
  };
}
