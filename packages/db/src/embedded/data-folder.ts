import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseStartError, DataFolderFormatError, DataFolderInUseError } from '../startup-errors.ts';

/** Format of the data folder that this release writes. Raise it with a step that upgrades the older one. */
export const dataFolderFormat = 1;

/**
 * The file in the data folder whose lock says that a server runs on it. The kernel's locks belong to the process: whoever opens this file within it, if only to
 * read it, gives the lock up by closing it.
 */
export const dataFolderLock = 'nexus.lock';

export type DataFolder = { path: string; release(): void };

// SQLite takes at most 512 bytes of path.
const longestLockPath = 480;
// A killed process holds it until the kernel has taken its memory apart.
const lockPatienceMs = 1_500;

/**
 * Takes the data folder for this process, creating it if need be, and checks its format.
 * The lock is SQLite's file lock: the kernel frees it with the process, however that ends, so no lock is ever stale and two
 * starters cannot both take it. The pid beside it only serves the message.
 * @throws DataFolderInUseError, DataFolderFormatError
 */
export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  const path = resolve(dataDir);
  ensureWritableFolder(path);
  const pidFile = join(path, 'nexus.pid');
  const lock = await takeLock(path, pidFile);
  try {
    checkFormat(path);
    writeFileSync(pidFile, `${process.pid}\n`);
  } catch (error) {
    lock.close();
    throw error;
  }
  let held = true;
  const release = () => {
    if (!held) return;
    held = false;
    rmSync(pidFile, { force: true });
    lock.close();
  };
  return { path, release };
}

async function takeLock(path: string, pidFile: string): Promise<DatabaseSync> {
  for (const until = Date.now() + lockPatienceMs; ; await sleep(50)) {
    const lock = new DatabaseSync(lockPathOf(path), { timeout: 0 });
    try {
      lock.exec('begin exclusive');
      return lock;
    } catch (cause) {
      lock.close();
      const isTaken = cause instanceof Error && 'errcode' in cause && cause.errcode === 5;
      if (!isTaken)
        throw new DatabaseStartError(`The data folder ${path} cannot be locked: ${String(cause)}`, { cause });
      if (Date.now() > until) throw new DataFolderInUseError(path, readPid(pidFile));
    }
  }
}

function ensureWritableFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK);
    const lock = join(path, dataFolderLock);
    if (existsSync(lock)) accessSync(lock, constants.W_OK);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new DatabaseStartError(`The data folder ${path} cannot be used by this account: ${why}`, { cause });
  }
}

function lockPathOf(path: string): string {
  const beside = join(path, dataFolderLock);
  if (Buffer.byteLength(beside) <= longestLockPath) return beside;
  const { dev, ino } = statSync(path, { bigint: true });
  return join(tmpdir(), `nexus-lock-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 24)}`);
}

function readPid(pidFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    return Number.isSafeInteger(pid) && pid > 0 ? pid : null;
  } catch {
    // The holder has taken the lock but not written its number yet.
    return null;
  }
}

function checkFormat(path: string): void {
  const file = join(path, 'FORMAT');
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    writeFileSync(file, `${dataFolderFormat}\n`, { flush: true });
    return;
  }
  const found = /^\d{1,9}$/.test(text) ? Number(text) : null;
  if (found === null)
    throw new DataFolderFormatError(`${file} does not hold a format number; this is not a data folder of Nexus.`);
  if (found > dataFolderFormat) {
    throw new DataFolderFormatError(
      `The data folder ${path} has format ${found}, written by a newer release; this release reads up to ${dataFolderFormat}. Start the newer release.`,
    );
  }
}
