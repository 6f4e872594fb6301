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

/** `isMain` is false for the children, which the server names `postgres: <cluster>: ...`. */
export type ClusterProcess = { pid: number; isMain: boolean };

/** Processes of the cluster that still run, oldest first. A zombie has no command line and does not count. */
export function listClusterProcesses(clusterName: string, uid: number): ClusterProcess[] {
  const processes = process.platform === 'linux' ? readProc() : readPs();
  const isChild = (command: string) => command.startsWith(`postgres: ${clusterName}:`);
  // The watching shell carries the server's arguments as its own; it ends by itself.
  const isMain = (command: string) => command.includes(`cluster_name=${clusterName}`) && !command.startsWith('/bin/sh');
  return processes
    .filter(({ command, owner }) => owner === uid && (isChild(command) || isMain(command)))
    .map(({ pid, command }) => ({ pid, isMain: isMain(command) }))
    .sort((a, b) => a.pid - b.pid);
}

type Listed = { pid: number; owner: number; command: string };

function readProc(): Listed[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((name) => {
    try {
      return [
        {
          pid: Number(name),
          owner: statSync(`/proc/${name}`).uid,
          command: readFileSync(`/proc/${name}/cmdline`, 'utf8'),
        },
      ];
    } catch {
      // It ended while we looked.
      return [];
    }
  });
}

function readPs(): Listed[] {
  const rows = execFileSync('ps', ['-axo', 'pid=,uid=,command='], { encoding: 'utf8' }).split('\n');
  return rows.flatMap((row) => {
    const [, pid, owner, command] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(row) ?? [];
    return command === undefined ? [] : [{ pid: Number(pid), owner: Number(owner), command }];
  });
}

/**
 * Ends what is left of a server whose parent is gone, so that a new one can open the folder. Only call it while holding the data
 * folder. A whole server is told to shut down; children without a main process end by themselves. What stays is killed, from
 * which crash recovery brings back every commit.
 */
export async function stopOrphans(clusterName: string, uid: number, logger: Logger): Promise<void> {
  const list = () => listClusterProcesses(clusterName, uid);
  const found = list();
  if (found.length === 0) return;
  const main = found.find(({ isMain }) => isMain);
  logger.warn('stopping a database server that lost its parent', { pid: main?.pid ?? null, processes: found.length });
  // SIGINT means something else to the children.
  if (main !== undefined) tell(main.pid, 'SIGINT');
  if (await allGone(list, main === undefined ? 5_000 : 60_000)) return;
  for (const signal of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const { pid } of list()) tell(pid, signal);
    if (await allGone(list, 10_000)) return;
  }
  throw new DatabaseStartError(`A database server of this data folder cannot be stopped (process ${list()[0]?.pid}).`);
}

async function allGone(list: () => ClusterProcess[], limitMs: number): Promise<boolean> {
  for (const until = Date.now() + limitMs; Date.now() < until; await sleep(25)) {
    if (list().length === 0) return true;
  }
  return false;
}

function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
