import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import pg from 'pg';
import type { DatabaseCredentials } from '../credentials.ts';
import { databaseAccessSql } from '../roles.ts';
import { MigrationError } from '../startup-errors.ts';
import { type MigrationFile, type MigrationModule, readMigrationFiles } from './migration-files.ts';
import { ensureSchemaRules, listRelations } from './schema-rules.ts';

export type MigrateOptions = {
  credentials: DatabaseCredentials;
  modules: readonly MigrationModule[];
  logger: Logger;
  /** After each file that was applied: from here on the database belongs to this release. */
  onApplied?: (migration: AppliedMigration) => void;
};

export type AppliedMigration = { module: string; number: number; name: string };

/** The foundation that every other module's migrations stand on: roles' functions, outbox, bookkeeping. */
export const foundation: MigrationModule = { name: 'db', directory: new URL('../../migrations/', import.meta.url) };

const bookkeeping = `
  create table if not exists migrations (
    module text not null,
    number integer not null,
    name text not null,
    checksum text not null,
    relations text[] not null,
    applied_at timestamptz not null default now(),
    primary key (module, number)
  );
  alter table migrations enable row level security`;

const takeLock = `select pg_advisory_xact_lock(hashtextextended('nexus.migrations', 0))`;
// A migration that waits for a long reader makes everybody behind it wait too: give up soon, try again.
const lockTimeoutMs = 100;
const lockAttempts = 100;

/**
 * Brings the database up to date: `foundation` first, then the modules in the given order. Each file runs in a transaction of its
 * own that also holds the lock and the bookkeeping, so several starters at once apply each file exactly once.
 * @returns what this call applied, in order
 * @throws MigrationError when an applied file was changed, renamed or removed, or a file breaks a schema rule
 */
export async function migrate({
  credentials,
  modules,
  logger,
  onApplied,
}: MigrateOptions): Promise<AppliedMigration[]> {
  const sets = await Promise.all(
    [foundation, ...modules].map(async (module) => ({ module, files: await readMigrationFiles(module) })),
  );
  const names = sets.map(({ module }) => module.name);
  if (new Set(names).size !== names.length) throw new MigrationError(`A module is named twice: ${names.join(', ')}.`);

  const client = new pg.Client({ ...credentials.owner, application_name: 'nexus migrate' });
  client.on('error', (error) => logger.error('connection of the migrations lost', { error }));
  await client.connect();
  try {
    await inTransaction(client, async () => {
      await client.query(takeLock);
      await client.query(bookkeeping);
      await applyAccess(client, credentials.owner.database);
      await ensureHistoryMatches(client, sets);
    });
    const applied: AppliedMigration[] = [];
    for (const file of sets.flatMap(({ files }) => files)) {
      if (!(await applyPatiently(client, file, logger))) continue;
      const migration = { module: file.module, number: file.number, name: file.name };
      applied.push(migration);
      onApplied?.(migration);
      logger.info('migration applied', { module: file.module, migration: file.name });
    }
    return applied;
  } finally {
    await client.end();
  }
}

/** An external database may belong to someone else; then who may connect is that administrator's affair. */
async function applyAccess(client: pg.Client, database: string): Promise<void> {
  const { rows } = await client.query<{ isMine: boolean }>(
    `select pg_has_role(datdba, 'USAGE') as "isMine" from pg_database where datname = current_database()`,
  );
  if (rows[0]?.isMine) await client.query(databaseAccessSql(database));
}

async function ensureHistoryMatches(
  client: pg.Client,
  sets: { module: MigrationModule; files: MigrationFile[] }[],
): Promise<void> {
  for (const { module, files } of sets) {
    const { rows } = await client.query<{ number: number; name: string; checksum: string }>(
      'select number, name, checksum from migrations where module = $1 order by number',
      [module.name],
    );
    for (const done of rows) {
      const file = files[done.number - 1];
      const place = `${module.name}/${done.name}`;
      if (file === undefined)
        throw new MigrationError(
          `The database has migration ${place}, which this release does not know. Start the newer release.`,
        );
      if (file.name !== done.name)
        throw new MigrationError(`Migration ${place} was renamed to ${file.name} after it was applied.`);
      if (file.checksum !== done.checksum)
        throw new MigrationError(`Migration ${place} was changed after it was applied. Write a new one instead.`);
    }
  }
}

async function applyPatiently(client: pg.Client, file: MigrationFile, logger: Logger): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(client, () => apply(client, file));
    } catch (error) {
      const isLocked = error instanceof pg.DatabaseError && error.code === '55P03';
      if (!isLocked || attempt === lockAttempts) throw withPlace(error, file);
      logger.warn('migration waits for a lock', { module: file.module, migration: file.name, attempt });
      await sleep(100 + Math.random() * 200);
    }
  }
}

async function apply(client: pg.Client, file: MigrationFile): Promise<boolean> {
  await client.query(takeLock);
  const { rowCount } = await client.query('select from migrations where module = $1 and number = $2', [
    file.module,
    file.number,
  ]);
  if (rowCount !== 0) return false;
  const before = new Set((await listRelations(client)).map(({ name }) => name));
  await client.query(`set local lock_timeout = '${lockTimeoutMs}ms'`);
  await client.query(file.sql);
  const after = await listRelations(client);
  ensureSchemaRules(after, `Migration ${file.module}/${file.name}`);
  const created = after.filter(({ name }) => !before.has(name)).map(({ name }) => name);
  await client.query('insert into migrations (module, number, name, checksum, relations) values ($1, $2, $3, $4, $5)', [
    file.module,
    file.number,
    file.name,
    file.checksum,
    created,
  ]);
  return true;
}

async function inTransaction<R>(client: pg.Client, run: () => Promise<R>): Promise<R> {
  await client.query('begin');
  try {
    const result = await run();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {}); // The first error says what happened.
    throw error;
  }
}

function withPlace(error: unknown, file: MigrationFile): unknown {
  if (!(error instanceof pg.DatabaseError)) return error;
  const line =
    error.position === undefined ? '' : ` at line ${file.sql.slice(0, Number(error.position)).split('\n').length}`;
  return new MigrationError(`Migration ${file.module}/${file.name} failed${line}: ${error.message}`, { cause: error });
}
