import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import pg from 'pg';
import { type ConnectionSettings, type DatabaseCredentials, roleNames } from '../credentials.ts';
import { databaseAccessSql, rolesSql } from '../roles.ts';
import { DatabaseStartError } from '../startup-errors.ts';
import { type Cluster, createCluster, setSuperuserPassword, superuserName, writeClusterFile } from './cluster.ts';
import { clusterNameOf, listClusterProcesses, stopOrphans } from './cluster-processes.ts';
import { openDataFolder } from './data-folder.ts';
import { ensurePasswords, type RolePasswords } from './passwords.ts';
import { findRuntime, runtimeAt } from './runtime.ts';
import { type ServerProcess, spawnServer } from './server-process.ts';
import { chooseServerUser } from './server-user.ts';
import { hostBasedAuthentication, renderSettings, settingsFor } from './settings.ts';

export type EmbeddedPostgresOptions = {
  dataDir: string;
  logger: Logger;
  /** Overrides of server settings. Tests turn fsync off with it; nothing else should. */
  settings?: Record<string, string>;
  /** Folder of initdb and postgres of another installation, such as Debian's. */
  binDir?: string;
};

export type EmbeddedPostgres = {
  credentials: DatabaseCredentials;
  /** For backups, tests and major upgrades only. */
  superuser: ConnectionSettings;
  /** Process of the server. It changes when the server had to be started again. */
  pid(): number;
  /** Clean (fast) shutdown; frees the data folder. Safe to call twice. */
  stop(): Promise<void>;
};

const databaseName = 'nexus';
const port = 5432;
// A socket address holds 107 bytes; the name of the socket itself takes 15.
const longestSocketFolder = 107 - Buffer.byteLength('/.s.PGSQL.5432');
// Replay after a crash reads at most max_wal_size and some; a slow disk may need minutes.
const startLimitMs = 10 * 60_000;

/**
 * Starts PostgreSQL as a private child of this process on `<dataDir>/postgres`, creating it on the first start. There is no TCP
 * listener: the socket lies in a private folder of its own. A server that a killed parent left behind is stopped first; one that
 * dies while we live is started again. When this process dies in any way, the server shuts down by itself.
 * @throws DataFolderInUseError, DataFolderFormatError, DatabaseStartError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = openDataFolder(options.dataDir);
  try {
    return await startIn(folder.path, folder.release, options);
  } catch (error) {
    folder.release();
    throw error;
  }
}

async function startIn(
  dataDir: string,
  release: () => void,
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const { logger } = options;
  const cluster = chooseCluster(dataDir, options.binDir);
  const { passwords, isNew } = ensurePasswords(dataDir);
  const isFirst = !existsSync(cluster.dir);
  if (isFirst) await createCluster(cluster);
  const name = clusterNameOf(cluster.dir);
  const uid = cluster.user?.uid ?? process.getuid?.() ?? 0;
  await clearRemains(cluster, name, uid, logger);
  if (isFirst || isNew) await setSuperuserPassword(cluster, passwords.superuser);
  writeClusterFile(cluster, 'postgresql.conf', renderSettings(settingsFor(cluster.major, options.settings ?? {})));
  writeClusterFile(cluster, 'pg_hba.conf', hostBasedAuthentication);

  const socketDir = makeSocketFolder(cluster);
  const superuser = { host: socketDir, port, database: 'postgres', user: superuserName, password: passwords.superuser };
  const start = async () => {
    const server = spawnServer(
      cluster,
      { cluster_name: name, unix_socket_directories: socketDir, port: String(port) },
      logger,
    );
    await waitUntilReady(server, superuser);
    return server;
  };
  let server = await start();
  await prepareServer(superuser, passwords);
  let isStopping = false;

  const watch = async () => {
    let failures = 0;
    for (;;) {
      const how = await server.ended;
      if (isStopping) return;
      logger.error('the database server ended; starting it again', { how, lines: server.lastLines().slice(-5) });
      try {
        await clearRemains(cluster, name, uid, logger);
        server = await start();
        failures = 0;
        logger.info('the database server runs again', { pid: server.pid });
      } catch (error) {
        failures += 1;
        logger.error('the database server could not be started again', { error });
        await sleep(Math.min(5_000, 250 * 2 ** failures));
      }
      if (isStopping) {
        await server.stop();
        return;
      }
    }
  };
  const watching = watch();

  const stop = async () => {
    if (!isStopping) {
      isStopping = true;
      await server.stop();
    }
    await watching;
    rmSync(socketDir, { recursive: true, force: true });
    release();
  };
  const on = (user: string, password: string) => ({ host: socketDir, port, database: databaseName, user, password });
  const credentials: DatabaseCredentials = {
    owner: on(roleNames.owner, passwords.owner),
    app: on(roleNames.app, passwords.app),
    worker: on(roleNames.worker, passwords.worker),
    auditor: on(roleNames.auditor, passwords.auditor),
  };
  logger.info('database server started', { version: cluster.runtime.version, first: isFirst });
  return { credentials, superuser, pid: () => server.pid, stop };
}

function chooseCluster(dataDir: string, binDir: string | undefined): Cluster {
  const parent = join(dataDir, 'postgres');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const existing = join(parent, '18');
  const user = chooseServerUser(existing);
  const runtime = binDir === undefined ? findRuntime(user, join(dataDir, 'runtime')) : runtimeAt(binDir, user);
  const major = Number.parseInt(runtime.version, 10);
  const dir = join(parent, String(major));
  const found = readVersion(dir);
  if (found !== null && found !== major)
    throw new DatabaseStartError(`${dir} was written by PostgreSQL ${found}, not ${major}.`);
  return { dir, user, runtime, major };
}

function readVersion(dir: string): number | null {
  const file = join(dir, 'PG_VERSION');
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null;
}

/** We hold the data folder, so whatever still serves or marks it is an orphan's. */
async function clearRemains(cluster: Cluster, name: string, uid: number, logger: Logger): Promise<void> {
  await stopOrphans(name, uid, logger);
  const pidFile = join(cluster.dir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const oldSocketDir = readFileSync(pidFile, 'utf8').split('\n')[4] ?? '';
  if (listClusterProcesses(name, uid).length > 0)
    throw new DatabaseStartError('A database server of this data folder still runs.');
  // After a reboot the number in it may belong to any process, and PostgreSQL would refuse to start over it.
  rmSync(pidFile);
  const isOurs =
    basename(oldSocketDir).startsWith('nexus-db-') && statSync(oldSocketDir, { throwIfNoEntry: false })?.uid === uid;
  if (isOurs)
    for (const file of [`.s.PGSQL.${port}`, `.s.PGSQL.${port}.lock`]) rmSync(join(oldSocketDir, file), { force: true });
}

function makeSocketFolder({ user }: Cluster): string {
  const candidates = [tmpdir(), '/tmp'].map((root) => join(root, 'nexus-db-'));
  const prefix = candidates.find((candidate) => Buffer.byteLength(candidate) + 6 <= longestSocketFolder);
  if (prefix === undefined)
    throw new DatabaseStartError(`The folder for temporary files has too long a path for a socket: ${tmpdir()}`);
  const socketDir = mkdtempSync(prefix);
  if (user === null) return socketDir;
  // Our group may enter, so that a root without CAP_DAC_OVERRIDE can connect too.
  chownSync(socketDir, user.uid, process.getgid?.() ?? 0);
  chmodSync(socketDir, 0o710);
  return socketDir;
}

async function waitUntilReady(server: ServerProcess, superuser: ConnectionSettings): Promise<void> {
  const until = Date.now() + startLimitMs;
  for (;;) {
    const client = new pg.Client({ ...superuser, connectionTimeoutMillis: 5_000 });
    client.on('error', () => {}); // A server that falls over again shows in `hasEnded`.
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      if (server.hasEnded())
        throw new DatabaseStartError(`The database server did not start:\n${server.lastLines().slice(-8).join('\n')}`);
      if (Date.now() > until) {
        await server.stop();
        throw new DatabaseStartError('The database server does not answer.', { cause });
      }
      await sleep(20);
    }
  }
}

async function prepareServer(superuser: ConnectionSettings, passwords: RolePasswords): Promise<void> {
  const { superuser: _own, ...roles } = passwords;
  const client = new pg.Client(superuser);
  await client.connect();
  try {
    await client.query(rolesSql(roles));
    const { rowCount } = await client.query('select from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0)
      await client.query(`create database ${databaseName} owner ${roleNames.owner} template template0`);
    await client.query(databaseAccessSql(databaseName));
    await client.query('revoke connect on database postgres, template1 from public');
  } finally {
    await client.end();
  }
}
