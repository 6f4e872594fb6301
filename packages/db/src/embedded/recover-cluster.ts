import { chmodSync, chownSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import { DatabaseStartError } from '../startup-errors.ts';
import { writeClusterFile } from './cluster.ts';
import { clusterNameOf } from './cluster-processes.ts';
import { openDataFolder } from './data-folder.ts';
import { spawnServer } from './server-process.ts';
import type { ServerUser } from './server-user.ts';
import { renderSettings, settingsFor } from './settings.ts';
import { makeSocketFolder } from './socket-folder.ts';
import { chooseCluster, clearRemains } from './start-embedded-postgres.ts';

export type RecoveryOptions = {
  /** Holds the files of a base backup under `postgres/<major>`, and all log that there is in its `pg_wal`. */
  dataDir: string;
  /** Stop before the first commit after this moment; null: replay everything. */
  until: Date | null;
  logger: Logger;
  binDir?: string;
  signal?: AbortSignal;
};

/** `short`: the log ended and no commit after `until` was seen. */
export type RecoveryOutcome = 'reached' | 'short';

/**
 * Replays the log of a restored copy in a server that lets nobody in, and shuts it down when the copy is a whole server again. Its passwords are not
 * known here: the next start finds no file with them and sets new ones.
 * @throws DatabaseStartError with the end of the server's log
 */
export async function recoverCluster({
  dataDir,
  until,
  logger,
  binDir,
  signal,
}: RecoveryOptions): Promise<RecoveryOutcome> {
  const folder = await openDataFolder(dataDir);
  try {
    const cluster = chooseCluster(folder.path, binDir);
    const name = clusterNameOf(cluster.dir);
    await clearRemains(cluster, name, logger);
    giveToServer(cluster.dir, cluster.user);
    const target: Record<string, string> =
      until === null ? {} : { recovery_target_time: timeOf(until), recovery_target_action: 'promote' };
    const settings = settingsFor(cluster.major, {
      // All log lies in pg_wal already; nothing is fetched.
      restore_command: '/bin/false',
      archive_mode: 'off',
      ...target,
    });
    writeClusterFile(cluster, 'postgresql.conf', renderSettings(settings));
    writeClusterFile(cluster, 'pg_hba.conf', 'local all all reject\n');
    writeClusterFile(cluster, 'postgresql.auto.conf', '');
    const signalFile = join(cluster.dir, 'recovery.signal');
    writeClusterFile(cluster, 'recovery.signal', '');
    const socketDir = makeSocketFolder(name, cluster.user);
    const server = spawnServer(
      cluster,
      { cluster_name: name, unix_socket_directories: socketDir, port: '5432' },
      logger,
    );
    try {
      while (existsSync(signalFile)) {
        signal?.throwIfAborted();
        if (server.hasEnded()) {
          const lines = server.lastLines();
          if (lines.some((line) => line.includes('recovery ended before configured recovery target was reached')))
            return 'short';
          throw new DatabaseStartError(`The restored database does not recover:\n${lines.slice(-8).join('\n')}`);
        }
        await sleep(50);
      }
      return 'reached';
    } finally {
      await server.stop();
      rmSync(socketDir, { recursive: true, force: true });
    }
  } finally {
    folder.release();
  }
}

/** Files that root wrote are of no use to the account that the server runs under. */
function giveToServer(dir: string, user: ServerUser): void {
  chmodSync(dir, 0o700);
  if (user === null) return;
  chownSync(dir, user.uid, user.gid);
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true }))
    chownSync(join(entry.parentPath, entry.name), user.uid, user.gid);
}

/** The server reads this setting before it knows any name of a time zone, `Z` included. */
function timeOf(moment: Date): string {
  return moment.toISOString().replace('T', ' ').replace('Z', '+00');
}
