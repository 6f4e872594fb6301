import { setTimeout as sleep } from 'node:timers/promises';
import { SerializationConflictError } from './database-errors.ts';

const longestPauseMs = 300;

/**
 * Runs a whole transaction again when it lost against another one (serialization failure, deadlock, lock time-out): the database
 * has rolled it back for certain. `run` must open the transaction itself and do nothing outside it.
 */
export async function retrySerializable<R>(run: () => Promise<R>, attempts = 5): Promise<R> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof SerializationConflictError) || attempt >= attempts) throw error;
      await sleep(Math.random() * Math.min(longestPauseMs, 10 * 2 ** attempt));
    }
  }
}
