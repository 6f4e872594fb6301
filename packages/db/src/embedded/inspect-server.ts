import pg from 'pg';
import type { ConnectionSettings } from '../credentials.ts';
import { valueTypes } from '../value-types.ts';

/** One statement on the server, with its rows. */
export type ServerQuery = <Row extends object>(sql: string, values?: unknown[]) => Promise<Row[]>;

/** Looks at a server past row-level security: for checks of a restored copy, never to serve anybody. */
export async function inspectServer<R>(
  superuser: ConnectionSettings,
  database: string,
  run: (query: ServerQuery) => Promise<R>,
): Promise<R> {
  const client = new pg.Client({ ...superuser, database, types: valueTypes, application_name: 'nexus inspection' });
  client.on('error', () => {}); // The query that it interrupts fails with it.
  await client.connect();
  try {
    return await run(async <Row extends object>(sql: string, values: unknown[] = []) => {
      const { rows } = await client.query<Row & pg.QueryResultRow>(sql, values);
      return rows;
    });
  } finally {
    await client.end();
  }
}
