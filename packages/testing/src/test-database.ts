import { createHash, randomBytes } from 'node:crypto';
import {
  type Conflicts,
  type Database,
  type DatabaseCredentials,
  databaseAccessSql,
  foundation,
  type MigrationModule,
  migrate,
  onDatabase,
  openDatabase,
  readMigrationFiles,
} from '@nexus/db';
import { silentLogger } from '@nexus/kernel';
import pg from 'pg';
import { findTestServer, type TestServer } from './test-server.ts';

export type TestDatabaseOptions = { modules: readonly MigrationModule[]; conflicts?: Conflicts };

export type TestDatabase = {
  database: Database;
  credentials: DatabaseCredentials;
  /** Runs SQL past row-level security, to arrange and to look; never the way of the subject under test. */
  asOwner<Row extends pg.QueryResultRow = pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** Closes and drops the database. Fails when the test left a connection or a transaction behind. */
  close(): Promise<void>;
};

/**
 * A fresh, migrated database, copied from a template that each set of migrations gets once in a test run. Call it once per file,
 * in `beforeAll`, and `close()` in `afterAll`.
 */
export async function createTestDatabase({ modules, conflicts }: TestDatabaseOptions): Promise<TestDatabase> {
  const server = await findTestServer();
  const name = `nexus_test_${randomBytes(6).toString('hex')}`;
  await withSuperuser(server, async (client) => {
    const template = await ensureTemplate(client, server, modules);
    await client.query(`create database ${name} owner nexus_owner template ${template}`);
    await client.query(databaseAccessSql(name));
  });
  const credentials = onDatabase(server.credentials, name);
  const database = openDatabase(credentials, {
    logger: silentLogger,
    ...(conflicts === undefined ? {} : { conflicts }),
  });
  const owner = new pg.Pool({ ...server.superuser, database: name, max: 1, application_name: 'nexus test owner' });
  owner.on('error', () => {}); // Its server may be killed by a test.

  return {
    database,
    credentials,
    async asOwner<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) {
      return (await owner.query<Row>(sql, values)).rows;
    },
    async close() {
      await Promise.all([database.close(), owner.end()]);
      await withSuperuser(server, (client) => drop(client, name));
    },
  };
}

async function withSuperuser<R>(server: TestServer, run: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client(server.superuser);
  await client.connect();
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

async function ensureTemplate(
  client: pg.Client,
  server: TestServer,
  modules: readonly MigrationModule[],
): Promise<string> {
  const files = (await Promise.all([foundation, ...modules].map(readMigrationFiles))).flat();
  const digest = createHash('sha256').update(
    JSON.stringify(files.map(({ module, name, checksum }) => [module, name, checksum])),
  );
  const template = `nexus_template_${digest.digest('hex').slice(0, 16)}`;
  const exists = async () =>
    (await client.query('select from pg_database where datname = $1', [template])).rowCount !== 0;
  if (await exists()) return template;
  const key = "hashtextextended('nexus.test-template', 0)";
  await client.query(`select pg_advisory_lock(${key})`);
  try {
    if (await exists()) return template;
    const draft = `${template}_draft`;
    await client.query(`drop database if exists ${draft} with (force)`);
    await client.query(`create database ${draft} owner nexus_owner template template0`);
    await migrate({ credentials: onDatabase(server.credentials, draft), modules, logger: silentLogger });
    await settle(client, draft);
    await client.query(`alter database ${draft} rename to ${template}`);
    return template;
  } finally {
    await client.query(`select pg_advisory_unlock(${key})`);
  }
}

type Leftover = { state: string; application: string; query: string };

/** A closed connection's process needs a moment to go. */
async function settle(client: pg.Client, database: string): Promise<Leftover[]> {
  const until = Date.now() + 2_000;
  for (;;) {
    const { rows } = await client.query<Leftover>(
      `select state, application_name as application, left(query, 200) as query from pg_stat_activity
       where datname = $1 and backend_type = 'client backend'`,
      [database],
    );
    if (rows.length === 0 || Date.now() > until) return rows;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function drop(client: pg.Client, name: string): Promise<void> {
  const left = await settle(client, name);
  await client.query(`drop database ${name} with (force)`);
  if (left.length === 0) return;
  const list = left.map(({ state, application, query }) => `${application} (${state}): ${query}`).join('\n  ');
  throw new Error(`The test left ${left.length} connection(s) to its database open:\n  ${list}`);
}
