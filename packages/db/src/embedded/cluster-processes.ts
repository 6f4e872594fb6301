import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@nexus/kernel';
import { DatabaseStartError } from '../startup-errors.ts';

/**
 * The name that every process of a cluster carries on its command line. It follows the folder itself and not its path, so a moved
 * folder is recognised and a restored copy is another cluster.
 */
export function clusterNameOf(clusterDir: string): string {
  const { dev, ino } = statSync(clusterDir, { bigint: true });
  return `nexus-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16)}`;
}

/** Processes of the cluster that still run, oldest first. A zombie has no command line and does not count. */
export function listClusterProcesses(clusterName: string, uid: number): number[] {
  const found = process.platform === 'linux' ? fromProc(clusterName, uid) : fromPs(clusterName, uid);
  return found.filter((pid) => pid !== process.pid).sort((a, b) => a - b);
}

function fromProc(clusterName: string, uid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((name) => {
      try {
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
        return isOfCluster(command, clusterName) && statSync(`/proc/${name}`).uid === uid;
      } catch {
        // It ended while we looked.
        return false;
      }
    })
    .map(Number);
}

function fromPs(clusterName: string, uid: number): number[] {
  const rows = execFileSync('ps', ['-axo', 'pid=,uid=,command='], { encoding: 'utf8' }).split('\n');
  return rows.flatMap((row) => {
    const [, pid, owner, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return command !== undefined && Number(owner) === uid && isOfCluster(command, clusterName) ? [Number(pid)] : [];
  });
}

// The main process carries `cluster_name=...`, its children a title beginning with the name. The watching shell has both, but
// as an argument of sh; it ends by itself.
function isOfCluster(command: string, clusterName: string): boolean {
  return (
    command.startsWith(`postgres: ${clusterName}:`) ||
    (command.includes(`cluster_name=${clusterName}`) && !command.startsWith('/bin/sh'))
  );
}

/**
 * Ends what is left of a server whose parent is gone, so that a new one can open the folder. Only call it while holding the data
 * folder. Fast shutdown first (clean), then the immediate one and SIGKILL, from which crash recovery brings back every commit.
 */
export async function stopOrphans(clusterName: string, uid: number, logger: Logger): Promise<void> {
  const steps: { signal: NodeJS.Signals; waitMs: number }[] = [
    { signal: 'SIGINT', waitMs: 60_000 },
    { signal: 'SIGQUIT', waitMs: 10_000 },
    { signal: 'SIGKILL', waitMs: 10_000 },
  ];
  for (const { signal, waitMs } of steps) {
    const [oldest, ...others] = listClusterProcesses(clusterName, uid);
    if (oldest === undefined) return;
    logger.warn('stopping a database server that its parent left behind', {
      pid: oldest,
      processes: others.length + 1,
      signal,
    });
    // Without a main process its children end by themselves or are stuck; each is told, which does the others no harm.
    for (const pid of signal === 'SIGINT' ? [oldest] : [oldest, ...others]) tell(pid, signal);
    const until = Date.now() + waitMs;
    while (Date.now() < until) {
      if (listClusterProcesses(clusterName, uid).length === 0) return;
      await sleep(25);
    }
  }
  throw new DatabaseStartError(
    `A database server of this data folder cannot be stopped (process ${listClusterProcesses(clusterName, uid)[0]}).`,
  );
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
