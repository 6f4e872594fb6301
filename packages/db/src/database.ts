import { type Actor, isUuid, type Logger } from '@nexus/kernel';
import { openConnections } from './connections.ts';
import type { DatabaseCredentials } from './credentials.ts';
import type { Conflicts } from './database-errors.ts';
import { type Listener, openListener, type Subscription } from './listener.ts';
import type { Tx } from './transaction.ts';

export type DatabaseOptions = {
  logger: Logger;
  conflicts?: Conflicts;
  /** Most connections of each kind. */
  appConnections?: number;
  workerConnections?: number;
  auditorConnections?: number;
  /** How long a transaction waits for a server that is away before it fails, in milliseconds. */
  patienceMs?: number;
  /** False behind a pooler that lends connections by the transaction: statements are then planned anew each time. */
  keepsPlans?: boolean;
};

export type TransactionOptions = {
  readOnly?: boolean;
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
};

export type Database = {
  /**
   * One transaction on behalf of a person or of nobody: row-level security sees that actor and no other.
   * @throws TypeError for a system actor (use `withWorker`); ConflictError and the registered ones for violated constraints;
   * UnavailableError when the server is away
   */
  withActor<Tables, R>(actor: Actor, run: (tx: Tx<Tables>) => Promise<R>, options?: TransactionOptions): Promise<R>;
  /** One transaction of a background job, under the worker's own role and policies. Never to serve a person. */
  withWorker<Tables, R>(job: string, run: (tx: Tx<Tables>) => Promise<R>, options?: TransactionOptions): Promise<R>;
  /** One transaction of the auditor, who sees the audit tables and can change nothing. */
  withAuditor<Tables, R>(actor: Actor, run: (tx: Tx<Tables>) => Promise<R>, options?: TransactionOptions): Promise<R>;
  /** Calls `onNotify` after a NOTIFY on the channel and after each lost connection. A hint: the tables are the truth. */
  listen(channel: string, onNotify: () => void): Promise<Subscription>;
  close(): Promise<void>;
};

/** Opens the pools; connections are made when needed. */
export function openDatabase(credentials: DatabaseCredentials, options: DatabaseOptions): Database {
  const { logger, conflicts = {}, patienceMs = 5_000, keepsPlans = true } = options;
  const shared = { conflicts, logger, patienceMs, keepsPlans };
  const app = openConnections({ ...shared, settings: credentials.app, name: 'app', max: options.appConnections ?? 10 });
  const worker = openConnections({
    ...shared,
    settings: credentials.worker,
    name: 'worker',
    max: options.workerConnections ?? 4,
  });
  const auditor = openConnections({
    ...shared,
    settings: credentials.auditor,
    name: 'auditor',
    max: options.auditorConnections ?? 2,
  });
  let listener: Listener | null = null;

  return {
    withActor: async (actor, run, choice) => app.transact(beginAs(personOf(actor), choice), run),
    withWorker: async (job, run, choice) => worker.transact(beginAs({ job: checkedJob(job) }, choice), run),
    withAuditor: async (actor, run, choice) => auditor.transact(beginAs(personOf(actor), choice), run),
    listen(channel, onNotify) {
      listener ??= openListener(credentials.app, logger);
      return listener.subscribe(channel, onNotify);
    },
    async close() {
      await Promise.all([app.close(), worker.close(), auditor.close(), listener?.close()]);
    },
  };
}

type Identity = { personId?: string; sessionId?: string; job?: string };

function personOf(actor: Actor): Identity {
  if (actor.kind === 'anonymous') return {};
  if (actor.kind === 'system')
    throw new TypeError('A system actor may not use the credentials that serve people; use withWorker.');
  const { personId, sessionId } = actor;
  if (!isUuid(personId) || !isUuid(sessionId)) throw new TypeError('The ids of an actor must be UUIDs.');
  return { personId, sessionId };
}

function checkedJob(job: string): string {
  if (!/^[a-z][a-z0-9._-]{0,99}$/.test(job))
    throw new TypeError('The name of a job is made of lower-case letters, digits, dots and dashes.');
  return job;
}

/**
 * BEGIN and the identity in one round trip. A statement with parameters cannot hold several commands, so the values stand in
 * the text: they are UUIDs and job names, checked above. `local` ends with the transaction, also behind a pooler; all three
 * are always set, so nothing of an earlier user of the connection can remain.
 */
function beginAs({ personId = '', sessionId = '', job = '' }: Identity, options: TransactionOptions = {}): string {
  const isolation = options.isolation === undefined ? '' : ` isolation level ${isolationLevels[options.isolation]}`;
  const access = options.readOnly === true ? ' read only' : '';
  return `begin${isolation}${access};set local nexus.person_id='${personId}';set local nexus.session_id='${sessionId}';set local nexus.job='${job}'`;
}

// Looked up rather than pasted, so that no text of a caller reaches SQL.
const isolationLevels = {
  'read committed': 'read committed',
  'repeatable read': 'repeatable read',
  serializable: 'serializable',
} as const;
