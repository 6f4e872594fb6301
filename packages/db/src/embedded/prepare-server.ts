import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type ConnectionSettings, roleNames } from '../credentials.ts';
import { backupRoleSql, databaseAccessSql, rolesSql } from '../roles.ts';
import { DatabaseStartError } from '../startup-errors.ts';
import type { RolePasswords } from './passwords.ts';
import type { ServerProcess } from './server-process.ts';

export const databaseName = 'nexus';

// Replay after a crash reads at most max_wal_size and some; a slow disk may need minutes.
const startLimitMs = 10 * 60_000;

/** Returns when the server takes connections. @throws DatabaseStartError with the end of the server's log */
export async function waitUntilReady(server: ServerProcess, superuser: ConnectionSettings): Promise<void> {
  for (const until = Date.now() + startLimitMs; ; await sleep(20)) {
    const client = new pg.Client({ ...superuser, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {}); // A server that falls over again shows in `hasEnded`.
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (server.hasEnded())
        throw new DatabaseStartError(`The database server did not start:\n${server.lastLines().slice(-8).join('\n')}`);
      if (cause instanceof pg.DatabaseError && cause.code?.startsWith('28')) {
        const advice = 'Move database-passwords.json in the data folder away: the next start sets new passwords.';
        throw new DatabaseStartError(`The database server does not accept the kept password. ${advice}`, { cause });
      }
      if (Date.now() > until) throw new DatabaseStartError('The database server does not answer.', { cause });
    }
  }
}

/** Makes the roles and the database exist. Changes nothing when all is in place. */
export async function prepareServer(superuser: ConnectionSettings, passwords: RolePasswords): Promise<void> {
  const { superuser: _own, backup, ...roles } = passwords;
  const client = new pg.Client(superuser);
  client.on('error', () => {}); // The query that it interrupts fails with it.
  await client.connect();
  try {
    await client.query(rolesSql(roles));
    await client.query(backupRoleSql(backup));
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0)
      await client.query(`create database ${databaseName} owner ${roleNames.owner} template template0`);
    await client.query(databaseAccessSql(databaseName));
    await client.query('revoke connect on database postgres, template1 from public');
  } finally {
    await client.end();
  }
}
