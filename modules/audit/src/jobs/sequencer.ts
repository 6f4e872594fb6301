import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from '@nexus/db';
import type { Logger } from '@nexus/kernel';
import { sequenceEntries } from '../audit.repository.ts';

export const sequencerJob = 'audit.sequencer';

export type Sequencer = {
  /** Moves one batch of staged entries to the log. Returns how many; null when another process is doing it. */
  sequenceOnce(): Promise<number | null>;
  /** Moves entries until `signal` is aborted; every process of an installation may run it. Survives a database that is away. */
  sequence(signal: AbortSignal): Promise<void>;
};

export type SequencerOptions = {
  database: Pick<Database, 'withWorker'>;
  logger: Logger;
  /** Entries moved in one transaction. */
  batchSize?: number;
  /** Pause when nothing is waiting, in milliseconds: how late an entry may be. */
  pauseMs?: number;
};

const longestPauseMs = 5_000;

export function createSequencer({ database, logger, batchSize = 1000, pauseMs = 300 }: SequencerOptions): Sequencer {
  const sequenceOnce = (): Promise<number | null> =>
    database.withWorker(sequencerJob, (tx) => sequenceEntries(tx, batchSize));

  return {
    sequenceOnce,
    async sequence(signal) {
      let failures = 0;
      while (!signal.aborted) {
        let moved: number | null = null;
        try {
          moved = await sequenceOnce();
          failures = 0;
        } catch (error) {
          // Staged entries are safe where they are; giving up would leave the log behind until the next start.
          failures += 1;
          logger.error('audit entries wait: the sequencer failed', { error, failures });
        }
        if (moved !== batchSize) await pause(Math.min(longestPauseMs, pauseMs * 2 ** Math.min(failures, 10)), signal);
      }
    },
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
