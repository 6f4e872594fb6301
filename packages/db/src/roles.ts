import pg from 'pg';
import { backupRoleName, roleNames } from './credentials.ts';

export type Passwords = { owner: string; app: string; worker: string; auditor: string };

// Limits live on the roles and not on the connections, so that they hold behind a pooler too.
const limits: Record<keyof Passwords, string[]> = {
  owner: [],
  app: ["statement_timeout = '60s'", "idle_in_transaction_session_timeout = '60s'"],
  worker: ["idle_in_transaction_session_timeout = '10min'"],
  auditor: [
    "statement_timeout = '60s'",
    "idle_in_transaction_session_timeout = '60s'",
    'default_transaction_read_only = on',
  ],
};

/**
 * SQL that makes the named roles exist with these passwords and nothing more than they need. Safe to run again. Several starters
 * at once are put in line by the lock, because CREATE ROLE has no IF NOT EXISTS.
 */
export function rolesSql(passwords: Partial<Passwords>): string {
  const statements = Object.entries(passwords).map(([key, password]) => {
    const kind = key as keyof Passwords;
    const name = roleNames[kind];
    const create = `if not exists (select from pg_roles where rolname = '${name}') then create role ${name}; end if;`;
    const alter = `alter role ${name} login password ${pg.escapeLiteral(password)};`;
    return [create, alter, ...limits[kind].map((setting) => `alter role ${name} set ${setting};`)].join('\n  ');
  });
  return `do $roles$ begin
  perform pg_advisory_xact_lock(hashtextextended('nexus.roles', 0));
  ${statements.join('\n  ')}
end $roles$`;
}

/** The role of the backups: REPLICATION, and no right in any database. */
export function backupRoleSql(password: string): string {
  return `do $roles$ begin
  perform pg_advisory_xact_lock(hashtextextended('nexus.roles', 0));
  if not exists (select from pg_roles where rolname = '${backupRoleName}') then create role ${backupRoleName}; end if;
  alter role ${backupRoleName} login replication password ${pg.escapeLiteral(password)};
end $roles$`;
}

/** Who may connect, and that nobody makes temporary tables. Template copies do not inherit this: run it for each database. */
export function databaseAccessSql(database: string): string {
  const name = pg.escapeIdentifier(database);
  return `revoke all on database ${name} from public;
    grant connect on database ${name} to ${roleNames.app}, ${roleNames.worker}, ${roleNames.auditor}`;
}
