import { sql } from 'kysely';
import { roleNames } from './credentials.ts';
import type { Tx } from './transaction.ts';

/** How a database guards what is in it, as it stands now and not as a migration once left it. */
export type DatabasePosture = {
  tables: number;
  /** Ordinary tables of ours on which no policy decides. */
  unguardedTables: string[];
  /** Names of the service's roles that could pass over policies: superusers, owners of tables, with BYPASSRLS. */
  unboundRoles: string[];
  policies: number;
  /** Triggers that keep the log and other evidence from being changed, and are off. */
  disabledTriggers: number;
  settings: {
    fsync: string;
    fullPageWrites: string;
    synchronousCommit: string;
    dataChecksums: string;
    walLevel: string;
    sslOrSocket: string;
  };
};

/** Catalogue look-ups alone: milliseconds, whatever the size of the tables. */
export async function readPosture(tx: Tx): Promise<DatabasePosture> {
  const tables = await sql<{ name: string; guarded: boolean }>`
    select c.relname as name, c.relrowsecurity as guarded from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`.execute(tx);
  const service = [roleNames.app, roleNames.worker, roleNames.auditor];
  const unbound = await sql<{ name: string }>`
    select r.rolname as name from pg_roles r
    where r.rolname = any (${service})
      and (r.rolsuper or r.rolbypassrls or exists (
        select from pg_class c where c.relowner = r.oid and c.relnamespace = 'public'::regnamespace))`.execute(tx);
  const policies = await sql<{ count: number }>`select count(*)::integer as count from pg_policy`.execute(tx);
  const triggers = await sql<{ count: number }>`
    select count(*)::integer as count from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled = 'D'`.execute(tx);
  const { rows } = await sql<DatabasePosture['settings']>`
    select current_setting('fsync') as fsync, current_setting('full_page_writes') as "fullPageWrites",
      current_setting('synchronous_commit') as "synchronousCommit", current_setting('data_checksums') as "dataChecksums",
      current_setting('wal_level') as "walLevel",
      case when inet_client_addr() is null then 'socket'
        when (select ssl from pg_stat_ssl where pid = pg_backend_pid()) then 'tls' else 'plain' end as "sslOrSocket"`.execute(
    tx,
  );
  return {
    tables: tables.rows.length,
    unguardedTables: tables.rows.filter(({ guarded }) => !guarded).map(({ name }) => name),
    unboundRoles: unbound.rows.map(({ name }) => name),
    policies: policies.rows[0]?.count ?? 0,
    disabledTriggers: triggers.rows[0]?.count ?? 0,
    settings: rows[0] as DatabasePosture['settings'],
  };
}
