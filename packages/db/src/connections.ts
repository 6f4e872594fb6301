import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import pg from 'pg';
import type { ConnectionSettings } from './credentials.ts';
import { type Conflicts, isConnectionError, translateDatabaseError } from './database-errors.ts';
import { leaseConnection } from './lease.ts';
import { runTransaction, type Tx } from './transaction.ts';
import { valueTypes } from './value-types.ts';

export type Connections = {
  /**
   * Runs `run` in a transaction that is opened with `begin` (which may be several statements) in the round trip of its first statement. Without any
   * statement there is no transaction.
   */
  transact<Tables, R>(begin: string, run: (tx: Tx<Tables>) => Promise<R>): Promise<R>;
  close(): Promise<void>;
};

export type ConnectionsOptions = {
  settings: ConnectionSettings;
  name: string;
  max: number;
  conflicts: Conflicts;
  logger: Logger;
  /** How long a transaction waits for a server that is away. */
  patienceMs: number;
  /** Each connection is one of the server's own, not a pooler's. */
  keepsPlans: boolean;
};

/** A pool whose transactions survive a restart of the server as long as nothing of theirs was sent yet. */
export function openConnections({
  settings,
  name,
  max,
  conflicts,
  logger,
  patienceMs,
  keepsPlans,
}: ConnectionsOptions): Connections {
  const pool = new pg.Pool({
    ...settings,
    types: valueTypes,
    application_name: `nexus ${name}`,
    max,
    // What is sent without waiting for an answer is sent at once. Not to a pooler, which may hand the connection on in between.
    pipeline: keepsPlans,
    keepAlive: true,
    connectionTimeoutMillis: Math.max(1_000, patienceMs),
    idleTimeoutMillis: 60_000,
  });
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', (error) => logger.warn('idle connection to the database lost', { pool: name, error }));
  // The pool listens to idle connections only. One that breaks between being handed out and its first query has nobody else to tell.
  pool.on('connect', (client) => {
    client.on('error', (error) => logger.warn('connection to the database lost', { pool: name, error }));
  });
  let closing: Promise<void> | null = null;

  const acquireUntil = async (until: number): Promise<pg.PoolClient> => {
    for (let pauseMs = 20; ; pauseMs = Math.min(500, pauseMs * 2)) {
      const client = await acquire(pool, until, pauseMs);
      if (client !== null) return client;
    }
  };

  return {
    async transact(sql, run) {
      if (closing !== null) throw new Error('The database is closed.');
      const until = performance.now() + patienceMs;
      const lease = await leaseConnection({
        sql,
        acquire: () => acquireUntil(until),
        isPatient: () => performance.now() <= until,
        translate: (error) => translateDatabaseError(error, conflicts),
      });
      try {
        return await runTransaction(lease, { conflicts, keepsPlans }, run);
      } finally {
        lease.release();
      }
    },
    close() {
      closing ??= pool.end();
      return closing;
    },
  };
}

async function acquire(pool: pg.Pool, until: number, pauseMs: number): Promise<pg.PoolClient | null> {
  try {
    return await pool.connect();
  } catch (error) {
    if (!isConnectionError(error) || performance.now() > until) throw translateDatabaseError(error, {});
    await sleep(pauseMs);
    return null;
  }
}
