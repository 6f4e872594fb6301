import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from '@nexus/kernel';
import { backupRoleName, type ConnectionSettings, type DatabaseCredentials, roleNames } from '../credentials.ts';
import { DatabaseStartError } from '../startup-errors.ts';
import { type Cluster, createCluster, setSuperuserPassword, superuserName, writeClusterFile } from './cluster.ts';
import { clusterNameOf, stopOrphans } from './cluster-processes.ts';
import { openDataFolder } from './data-folder.ts';
import { ensurePasswords } from './passwords.ts';
import { databaseName, prepareServer, waitUntilReady } from './prepare-server.ts';
import { copyRootsFor, findRuntime, runtimeAt } from './runtime.ts';
import { spawnServer } from './server-process.ts';
import { chooseServerUser } from './server-user.ts';
import { hostBasedAuthentication, renderSettings, settingsFor } from './settings.ts';
import { makeSocketFolder } from './socket-folder.ts';
import { supervise } from './supervisor.ts';

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
  /** For checks of a restored copy, tests and major upgrades only. */
  superuser: ConnectionSettings;
  /** Speaks the replication protocol and sees no table. */
  backup: ConnectionSettings;
  /** Process of the server. It changes when the server had to be started again. */
  pid(): number;
  /** Clean (fast) shutdown; frees the data folder. Safe to call twice. */
  stop(): Promise<void>;
};

const port = 5432;

/**
 * Starts PostgreSQL as a private child of this process on `<dataDir>/postgres`, creating it on the first start. There is no TCP
 * listener: the socket lies in a private folder of its own. A server that a killed parent left behind is stopped first; one that
 * dies while we live is started again. When this process dies in any way, the server shuts down by itself.
 * @throws DataFolderInUseError, DataFolderFormatError, DatabaseStartError
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = await openDataFolder(options.dataDir);
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
  const mayForget = options.settings?.['fsync'] === 'off';
  if (isFirst) await createCluster(cluster, passwords.superuser, { mayForget });
  const name = clusterNameOf(cluster.dir);
  await clearRemains(cluster, name, logger);
  // The file with the passwords was lost; the folder's owner may set new ones.
  if (isNew && !isFirst) await setSuperuserPassword(cluster, passwords.superuser);
  writeClusterFile(cluster, 'postgresql.conf', renderSettings(settingsFor(cluster.major, options.settings ?? {})));
  writeClusterFile(cluster, 'pg_hba.conf', hostBasedAuthentication);

  const socketDir = makeSocketFolder(name, cluster.user);
  const connection = (database: string, user: string, password: string) => ({
    host: socketDir,
    port,
    database,
    user,
    password,
  });
  const superuser = connection('postgres', superuserName, passwords.superuser);
  const start = async () => {
    await clearRemains(cluster, name, logger);
    const server = spawnServer(
      cluster,
      { cluster_name: name, unix_socket_directories: socketDir, port: String(port) },
      logger,
    );
    try {
      await waitUntilReady(server, superuser);
      await prepareServer(superuser, passwords);
      return server;
    } catch (error) {
      await server.stop();
      throw error;
    }
  };
  try {
    const supervised = await supervise(start, logger);
    logger.info('database server started', { version: cluster.runtime.version, first: isFirst });
    return {
      superuser,
      backup: connection('postgres', backupRoleName, passwords.backup),
      credentials: {
        owner: connection(databaseName, roleNames.owner, passwords.owner),
        app: connection(databaseName, roleNames.app, passwords.app),
        worker: connection(databaseName, roleNames.worker, passwords.worker),
        auditor: connection(databaseName, roleNames.auditor, passwords.auditor),
      },
      pid: supervised.pid,
      async stop() {
        await supervised.stop();
        rmSync(socketDir, { recursive: true, force: true });
        release();
      },
    };
  } catch (error) {
    rmSync(socketDir, { recursive: true, force: true });
    throw error;
  }
}

export function chooseCluster(dataDir: string, binDir: string | undefined): Cluster {
  const parent = join(dataDir, 'postgres');
  mkdirSync(parent, { recursive: true, mode: 0o700 });
  const user = chooseServerUser(parent);
  const runtime = binDir === undefined ? findRuntime(user, copyRootsFor(user, dataDir)) : runtimeAt(binDir, user);
  const major = Number.parseInt(runtime.version, 10);
  const dir = join(parent, String(major));
  const file = join(dir, 'PG_VERSION');
  const found = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : major;
  if (found !== major) throw new DatabaseStartError(`${dir} was written by PostgreSQL ${found}, not ${major}.`);
  return { dir, user, runtime, major };
}

/**
 * We hold the data folder, so whatever still serves or marks it is an orphan's. After a reboot the number in postmaster.pid may
 * belong to any process, and PostgreSQL would refuse to start over it.
 */
export async function clearRemains(cluster: Cluster, name: string, logger: Logger): Promise<void> {
  await stopOrphans(name, cluster.user?.uid ?? process.getuid?.() ?? 0, logger);
  rmSync(join(cluster.dir, 'postmaster.pid'), { force: true });
}
