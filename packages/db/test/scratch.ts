import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { silentLogger } from '@nexus/kernel';
import pg from 'pg';
import type { ConnectionSettings, DatabaseCredentials } from '../src/credentials.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../src/embedded/start-embedded-postgres.ts';
import { type AppliedMigration, migrate } from '../src/migrate/migrate.ts';

export const isRoot = process.getuid?.() === 0;

/** A folder of its own that is gone after the test, whoever owns what in it. */
export function scratchFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'nexus-dbtest-'));
  chmodSync(path, 0o700);
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export async function query<Row extends pg.QueryResultRow>(
  settings: ConnectionSettings,
  sql: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client(settings);
  await client.connect();
  try {
    return (await client.query<Row>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

export const exampleModule = { name: 'notes', directory: new URL('notes-migrations/', import.meta.url) };

/** A server for one test file, fast and forgetful, with the example table in it. */
export async function scratchServer(): Promise<EmbeddedPostgres & { applied: AppliedMigration[] }> {
  const folder = scratchFolder();
  const settings = { fsync: 'off', archive_mode: 'off' };
  const server = await startEmbeddedPostgres({ dataDir: join(folder.path, 'data'), logger: silentLogger, settings });
  const applied = await migrate({ credentials: server.credentials, modules: [exampleModule], logger: silentLogger });
  const stop = async () => {
    await server.stop();
    folder.remove();
  };
  return { ...server, stop, applied };
}

export type Started = { parent: ChildProcess; serverPid: number; credentials: DatabaseCredentials };
export type Outcome = Started | { error: string; message: string };

/** A process of its own that starts a server on the folder and then waits. Settles when it is ready or has failed. */
export function startInChild(dataDir: string, user: { uid?: number; gid?: number } = {}): Promise<Outcome> {
  const script = join(import.meta.dirname, 'parent-process.ts');
  const parent = spawn(process.execPath, [script, dataDir], { ...user, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    parent.once('exit', (code) => reject(new Error(`the parent process ended with ${code}`)));
    createInterface({ input: parent.stdout! }).on('line', (line) => {
      const told = JSON.parse(line) as
        | { serverPid: number; credentials: DatabaseCredentials }
        | { error: string; message: string };
      resolve('error' in told ? told : { parent, ...told });
    });
  });
}

export function ensureStarted(outcome: Outcome): Started {
  if ('error' in outcome) throw new Error(`${outcome.error}: ${outcome.message}`);
  return outcome;
}

/** Ends a process and waits until it is gone. */
export function kill(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    child.once('close', () => resolve());
    child.kill(signal);
  });
}
