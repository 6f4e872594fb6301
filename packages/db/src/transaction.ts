import {
  CamelCasePlugin,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  type QueryResult,
  type Transaction,
} from 'kysely';
import type pg from 'pg';
import { type Conflicts, isConnectionError, OutcomeUnknownError, translateDatabaseError } from './database-errors.ts';
import type { Lease } from './lease.ts';
import { explanationOf, preparedNameOf } from './prepared.ts';

/** A transaction that acts as somebody. Whatever takes one cannot be called outside it. */
export type Tx<Tables = unknown> = Transaction<Tables>;

const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })];
const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();

/**
 * Runs `run` in a transaction that its first statement opens, then commits, or rolls back when it throws. From then on
 * it refuses queries: one that `run` forgot to await could otherwise run under the name of the connection's next actor.
 */
export function runTransaction<Tables, R>(
  lease: Lease,
  options: TransactionRun,
  run: (tx: Tx<Tables>) => Promise<R>,
): Promise<R> {
  const kysely = new Kysely<Tables>({ dialect: dialectOf(connectionOn(lease, options)), plugins });
  return kysely.transaction().execute(run);
}

export type TransactionRun = {
  conflicts: Conflicts;
  /** The connection keeps statements that it has planned; see `runPrepared`. */
  keepsPlans: boolean;
};

type OneConnection = DatabaseConnection & { commit(): Promise<void>; rollback(): Promise<void> };

function connectionOn(lease: Lease, { conflicts, keepsPlans }: TransactionRun): OneConnection {
  const { onBroken } = lease;
  let isOpen = true;
  /** Sent, and not waited for until the next answer or the commit. */
  const underWay: Promise<void>[] = [];

  function failureOf(error: unknown): unknown {
    if (isConnectionError(error)) onBroken();
    return translateDatabaseError(error, conflicts);
  }

  /** The first failure of what is under way: it is the reason of every later one. */
  async function firstFailure(): Promise<{ error: unknown } | null> {
    for (const sent of underWay.splice(0)) {
      const failure = await sent.then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (failure) return failure;
    }
    return null;
  }

  return {
    async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
      if (!isOpen) throw new Error('A query was made after the end of its transaction: is an await missing?');
      try {
        const name = keepsPlans ? preparedNameOf(compiled) : undefined;
        const query = { text: compiled.sql, values: [...compiled.parameters], ...(name ? { name } : {}) };
        const explain = explanationOf(compiled);
        if (explain && keepsPlans && lease.isBegun) {
          const sent = lease.client.query(query).then(
            () => {},
            (error: unknown) => {
              throw explain(failureOf(error));
            },
          );
          sent.catch(() => {});
          underWay.push(sent);
          return { rows: [] };
        }
        const { command, rowCount, rows } = await lease.begin((client) => client.query<Row & pg.QueryResultRow>(query));
        const isChange = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
        return { rows, ...(isChange ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
      } catch (error) {
        const earlier = await firstFailure();
        throw earlier ? earlier.error : failureOf(error);
      }
    },
    streamQuery() {
      throw new Error('Streams are not supported; read in pages.');
    },
    async commit() {
      isOpen = false;
      if (!lease.isBegun) return;
      const committed = lease.begin((client) => commit(client, conflicts, onBroken));
      committed.catch(() => {});
      const failure = await firstFailure();
      if (failure) {
        // What was answered to the COMMIT is a ROLLBACK.
        await committed.catch(() => {});
        throw failure.error;
      }
      await committed;
    },
    async rollback() {
      isOpen = false;
      if (!lease.isBegun) return;
      // The error that led here is the one to report; the connection is not used again.
      await lease.begin((client) => client.query('rollback')).catch(onBroken);
    },
  };
}

async function commit(client: pg.PoolClient, conflicts: Conflicts, onBroken: () => void): Promise<void> {
  let isUnreplicated = false;
  const onNotice = (notice: { code?: string | undefined }) => {
    // "canceling wait for synchronous replication": the commit is on this server only and may be lost with it.
    isUnreplicated ||= notice.code === '01000';
  };
  client.on('notice', onNotice);
  try {
    const { command } = await client.query('commit');
    // PostgreSQL answers COMMIT with ROLLBACK when an earlier error was caught and ignored.
    if (command === 'ROLLBACK')
      throw new Error('The transaction was rolled back because an error in it was swallowed.');
  } catch (error) {
    if (!isConnectionError(error)) throw translateDatabaseError(error, conflicts);
    onBroken();
    // Not sent at all: rolled back for certain.
    if (error instanceof Error && /not queryable/.test(error.message)) throw translateDatabaseError(error, conflicts);
    throw new OutcomeUnknownError('The connection broke at the last moment; check whether it was saved.', {
      cause: error,
    });
  } finally {
    client.off('notice', onNotice);
  }
  if (isUnreplicated)
    throw new OutcomeUnknownError('It was saved on one server only; check whether it is still there.');
}

function dialectOf(connection: OneConnection): Dialect {
  const driver: Driver = {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: async () => {}, // Done already, together with the actor, in one round trip.
    commitTransaction: () => connection.commit(),
    rollbackTransaction: () => connection.rollback(),
    releaseConnection: async () => {},
    destroy: async () => {},
  };
  return {
    createAdapter: () => adapter,
    createDriver: () => driver,
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => compiler,
  };
}
