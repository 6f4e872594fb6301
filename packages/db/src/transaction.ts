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
import { preparedNameOf } from './prepared.ts';

/** A transaction that acts as somebody. Whatever takes one cannot be called outside it. */
export type Tx<Tables = unknown> = Transaction<Tables>;

const plugins = [new CamelCasePlugin({ maintainNestedObjectKeys: true })];
const adapter = new PostgresAdapter();
const compiler = new PostgresQueryCompiler();

/**
 * Runs `run` in the transaction that is already open on `client`, then commits, or rolls back when it throws. From then on
 * it refuses queries: one that `run` forgot to await could otherwise run under the name of the connection's next actor.
 * @param options.onBroken told when the connection may not be used again
 */
export function runTransaction<Tables, R>(
  client: pg.PoolClient,
  options: TransactionRun,
  run: (tx: Tx<Tables>) => Promise<R>,
): Promise<R> {
  const kysely = new Kysely<Tables>({ dialect: dialectOf(connectionOn(client, options)), plugins });
  return kysely.transaction().execute(run);
}

export type TransactionRun = {
  conflicts: Conflicts;
  /** The connection keeps statements that it has planned; see `runPrepared`. */
  keepsPlans: boolean;
  onBroken: () => void;
};

type OneConnection = DatabaseConnection & { commit(): Promise<void>; rollback(): Promise<void> };

function connectionOn(client: pg.PoolClient, { conflicts, keepsPlans, onBroken }: TransactionRun): OneConnection {
  let isOpen = true;
  return {
    async executeQuery<Row>(compiled: CompiledQuery): Promise<QueryResult<Row>> {
      if (!isOpen) throw new Error('A query was made after the end of its transaction: is an await missing?');
      try {
        const name = keepsPlans ? preparedNameOf(compiled) : undefined;
        const query = { text: compiled.sql, values: [...compiled.parameters], ...(name ? { name } : {}) };
        const { command, rowCount, rows } = await client.query(query);
        const isChange = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE';
        return { rows, ...(isChange ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) };
      } catch (error) {
        if (isConnectionError(error)) onBroken();
        throw translateDatabaseError(error, conflicts);
      }
    },
    streamQuery() {
      throw new Error('Streams are not supported; read in pages.');
    },
    commit() {
      isOpen = false;
      return commit(client, conflicts, onBroken);
    },
    async rollback() {
      isOpen = false;
      // The error that led here is the one to report; the connection is not used again.
      await client.query('rollback').catch(onBroken);
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
