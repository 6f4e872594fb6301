import type { Logger } from '@nexus/kernel';
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

/** A transaction that acts as somebody. Whatever takes one cannot be called outside it. */
export type Tx<Tables = unknown> = Transaction<Tables>;

const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })];
const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();

/**
 * Runs `run` in the transaction that is already open on `client`, then commits, or rolls back when it throws. Afterwards the
 * transaction refuses queries: one that `run` forgot to await could otherwise run under the name of the connection's next actor.
 * @returns the result, and whether the connection may be used again
 */
export async function runTransaction<Tables, R>(
  client: pg.PoolClient,
  conflicts: Conflicts,
  logger: Logger,
  run: (tx: Tx<Tables>) => Promise<R>,
): Promise<{ settle: () => R; isUsable: boolean }> {
  const connection = connectionOn(client, conflicts);
  const kysely = new Kysely<Tables>({ dialect: dialectOf(connection), plugins });
  try {
    const result = await kysely.transaction().execute(run);
    return { settle: () => result, isUsable: true };
  } catch (error) {
    if (connection.isBroken()) logger.warn('connection to the database lost in a transaction', { error });
    const settle = () => {
      throw error;
    };
    return { settle, isUsable: !connection.isBroken() };
  } finally {
    connection.close();
  }
}

type OneConnection = DatabaseConnection & {
  commit(): Promise<void>;
  rollback(): Promise<void>;
  isBroken(): boolean;
  close(): void;
};

function connectionOn(client: pg.PoolClient, conflicts: Conflicts): OneConnection {
  let isOpen = true;
  let isBroken = false;
  const send = async (sql: string, parameters: readonly unknown[]) => {
    if (!isOpen) throw new Error('A query was made after the end of its transaction: is an await missing?');
    try {
      return await client.query(sql, [...parameters]);
    } catch (error) {
      isBroken ||= isConnectionError(error);
      throw translateDatabaseError(error, conflicts);
    }
  };
  return {
    async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
      const { command, rowCount, rows } = await send(query.sql, query.parameters);
      const isChange = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
      return { rows, ...(isChange ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
    },
    streamQuery() {
      throw new Error('Streams are not supported; read in pages.');
    },
    commit: () => commit(client, conflicts, () => (isBroken = true)),
    async rollback() {
      try {
        await client.query('rollback');
      } catch {
        // The error that led here is the one to report; this connection is not used again.
        isBroken = true;
      }
    },
    isBroken: () => isBroken,
    close: () => {
      isOpen = false;
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
