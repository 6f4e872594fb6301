import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Logger } from '@nexus/kernel';
import { type Cluster, clusterArgument, serverEnvironment } from './cluster.ts';

export type ServerProcess = {
  pid: number;
  /** Settles when the server has ended, with a word on how. */
  ended: Promise<string>;
  hasEnded(): boolean;
  /** The last lines of its log. */
  lastLines(): string[];
  /** Fast shutdown (transactions are rolled back, a checkpoint is written); an immediate one after 90 s. */
  stop(): Promise<void>;
};

/**
 * A shell that becomes the server, after leaving a watcher behind. The watcher reads a pipe from us: a line means that all is
 * well, its end without a line that we were killed, and then it shuts the server down. Nothing of Node's is needed for that.
 */
const startAndWatch =
  'server=$$; ( ( cd /; read -r line || kill -INT $server ) <&3 >/dev/null 2>&1 & ); exec "$@" 3<&-';

const stopLimitMs = 90_000;

export function spawnServer(cluster: Cluster, settings: Record<string, string>, logger: Logger): ServerProcess {
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = [cluster.runtime.postgres, '-D', clusterArgument(cluster.dir), ...args];
  const child = spawn('/bin/sh', ['-c', startAndWatch, 'sh', ...command], {
    ...cluster.user,
    cwd: cluster.dir,
    env: serverEnvironment,
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // Its own session: Ctrl-C in the terminal must reach us only, and we stop the server last.
    detached: true,
  });
  const lines: string[] = [];
  createInterface({ input: child.stderr! }).on('line', (line) => {
    lines.push(line);
    if (lines.length > 40) lines.shift();
    if (/^PANIC:/.test(line)) logger.error('database server', { line });
    else if (/^(FATAL|WARNING):/.test(line) && !isExpected(line)) logger.warn('database server', { line });
  });
  const watcher = child.stdio[3] as NodeJS.WritableStream;
  watcher.on('error', () => {}); // The watcher has gone already.
  let end: string | null = null;
  const ended = new Promise<string>((resolve) => {
    const finish = (text: string) => {
      end = text;
      watcher.end('ended\n');
      resolve(text);
    };
    child.once('error', (error) => finish(error.message));
    child.once('exit', (code, signal) => finish(signal === null ? `exit code ${code}` : `signal ${signal}`));
  });
  const stop = async () => {
    if (end === null) child.kill('SIGINT');
    // A backup that hangs holds up even a fast shutdown; the immediate one costs only a crash recovery.
    const impatience = setTimeout(() => child.kill('SIGQUIT'), stopLimitMs);
    await ended;
    clearTimeout(impatience);
  };
  return { pid: child.pid ?? 0, ended, hasEnded: () => end !== null, lastLines: () => [...lines], stop };
}

// Clients that come while it starts or stops are told so; that is no event.
function isExpected(line: string): boolean {
  return /the database system is|terminating connection due to administrator command/.test(line);
}
