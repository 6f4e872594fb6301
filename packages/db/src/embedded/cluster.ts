import { spawn } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseStartError } from '../startup-errors.ts';
import type { PostgresRuntime } from './runtime.ts';
import type { ServerUser } from './server-user.ts';

export const superuserName = 'nexus_superuser';

/** The folder of one major version: the next one gets its own beside it. */
export type Cluster = { dir: string; user: ServerUser; runtime: PostgresRuntime; major: number };

/** What the server may know of our environment: nothing but where programs are. */
export const serverEnvironment = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

/**
 * On Linux the server is started inside its folder and told that it lives in `/proc/self/cwd`. That link leads to the folder
 * without walking its path, so the account of the server needs no right on the folders above (a private home), and no path is
 * too long for PostgreSQL's 1,024 bytes.
 */
export function clusterArgument(dir: string): string {
  return process.platform === 'linux' ? '/proc/self/cwd' : dir;
}

/**
 * Makes the cluster under a draft name and renames it when whole: a start that was cut short leaves nothing half-made.
 * One that may forget (tests) spares the disk the flushing of its thousand files, which takes minutes on a slow one.
 */
export async function createCluster(cluster: Cluster, password: string, { mayForget = false } = {}): Promise<void> {
  const draft = { ...cluster, dir: `${cluster.dir}.new` };
  rmSync(draft.dir, { recursive: true, force: true });
  mkdirSync(draft.dir, { recursive: true, mode: 0o700 });
  if (cluster.user !== null) chownSync(draft.dir, cluster.user.uid, cluster.user.gid);
  // A clean environment would give SQL_ASCII; the built-in provider is the same on every machine.
  const locale =
    cluster.major >= 17
      ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
      : ['--locale=C.UTF-8'];
  const options = ['--encoding=UTF8', '--data-checksums', '--auth=reject', `--username=${superuserName}`];
  const speed = mayForget ? ['--no-sync'] : [];
  await runInCluster(draft, cluster.runtime.initdb, [...options, ...locale, ...speed]);
  await setSuperuserPassword(draft, password, { mayForget });
  renameSync(draft.dir, cluster.dir);
  const parent = openSync(dirname(cluster.dir), 'r');
  fsyncSync(parent);
  closeSync(parent);
}

/**
 * Sets the superuser's password with the server down, so that no moment exists in which it runs without one. A copy of a server that somebody
 * else set up has no such role yet: then it is made.
 */
export async function setSuperuserPassword(
  cluster: Cluster,
  password: string,
  { mayForget = false } = {},
): Promise<void> {
  const make = `if not exists (select from pg_roles where rolname = '${superuserName}') then create role ${superuserName} superuser login; end if`;
  const statement = `do $$ begin ${make}; end $$\nalter role ${superuserName} password '${password}'\n`;
  const speed = mayForget ? ['-c', 'fsync=off'] : [];
  const args = ['--single', '-c', 'password_encryption=scram-sha-256', ...speed, 'postgres'];
  await runInCluster(cluster, cluster.runtime.postgres, args, statement);
}

/** Writes a file that the server reads, whatever the umask of this process. */
export function writeClusterFile(cluster: Cluster, name: string, text: string): void {
  const path = join(cluster.dir, name);
  writeFileSync(path, text, { mode: 0o600 });
  chmodSync(path, 0o600);
  if (cluster.user !== null) chownSync(path, cluster.user.uid, cluster.user.gid);
}

async function runInCluster(cluster: Cluster, program: string, args: string[], input = ''): Promise<void> {
  const [first, ...rest] = args;
  const at = ['-D', clusterArgument(cluster.dir)];
  // --single must come first of all.
  const full = first === '--single' ? [first, ...at, ...rest] : [...at, ...args];
  const child = spawn(program, full, { ...cluster.user, cwd: cluster.dir, env: serverEnvironment, stdio: 'pipe' });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
  child.stdin.on('error', () => {}); // It may end without reading; its exit code tells.
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code === 0) return;
  const text = Buffer.concat(output).toString().trim().split('\n').slice(-8).join('\n');
  throw new DatabaseStartError(`Preparing the database failed (${program} ended with ${code}):\n${text}`);
}
