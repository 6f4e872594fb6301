import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { isConnectionError } from './database-errors.ts';

/** A connection that somebody holds for one transaction. */
export type Lease = {
  readonly client: pg.PoolClient;
  readonly isBegun: boolean;
  /** Begins, with the first statement right behind it: one round trip for both. A second caller waits until it has begun. */
  begin<R>(first: (client: pg.PoolClient) => Promise<R>): Promise<R>;
  /** It may not be used again. */
  onBroken(): void;
  release(): void;
};

export type LeaseOptions = {
  /** BEGIN, and who acts: it may be several statements. */
  sql: string;
  /** Another connection, as long as there is patience. */
  acquire(): Promise<pg.PoolClient>;
  isPatient(): boolean;
  /** What to make of an error of BEGIN. */
  translate(error: unknown): unknown;
};

/**
 * One connection, or another one after it as long as none has answered BEGIN: nothing of what was sent behind it can have been kept, because COMMIT has not
 * been sent.
 */
export async function leaseConnection({ sql, acquire, isPatient, translate }: LeaseOptions): Promise<Lease> {
  let client: pg.PoolClient | null = await acquire();
  let begun: Promise<void> | null = null;
  let isBroken = false;

  function held(): pg.PoolClient {
    if (client === null) throw new Error('The connection was given back.');
    return client;
  }

  async function beginWith<R>(first: (client: pg.PoolClient) => Promise<R>, onBegun: () => void): Promise<R> {
    for (let pauseMs = 20; ; pauseMs = Math.min(500, pauseMs * 2)) {
      client ??= await acquire();
      const opening = client.query(sql);
      const result = first(client);
      // It is awaited below; where BEGIN failed, what became of it is of no interest.
      result.catch(() => {});
      try {
        await opening;
      } catch (error) {
        client.release(true);
        client = null;
        if (!isConnectionError(error) || !isPatient()) throw translate(error);
        await sleep(pauseMs);
        continue;
      }
      onBegun();
      return await result;
    }
  }

  return {
    get client() {
      return held();
    },
    get isBegun() {
      return begun !== null;
    },
    async begin(first) {
      if (begun !== null) {
        await begun;
        return await first(held());
      }
      const opened = Promise.withResolvers<void>();
      begun = opened.promise;
      begun.catch(() => {});
      try {
        return await beginWith(first, opened.resolve);
      } catch (error) {
        opened.reject(error);
        throw error;
      }
    },
    onBroken() {
      isBroken = true;
    },
    release() {
      client?.release(isBroken);
      client = null;
    },
  };
}
