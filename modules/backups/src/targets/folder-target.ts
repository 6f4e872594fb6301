import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, mkdir, open, readdir, readFile, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  checkKey,
  ObjectExistsError,
  ObjectMissingError,
  type Target,
  TargetAwayError,
  TargetFullError,
  TargetRefusedError,
} from './target.ts';

export type FolderTargetOptions = {
  path: string;
  /** A folder of the data, to say whether the backups lie on another device. */
  beside?: string;
};

/**
 * Backups in a folder: another mount, a share, a removable disk. An object is written under a passing name, synced, and linked to its own, which fails
 * when that is taken. The folder itself is never made: an unplugged disk leaves an empty mount point, which must not be filled.
 */
export function createFolderTarget({ path, beside }: FolderTargetOptions): Target {
  const pathOf = (key: string) => join(path, checkKey(key));
  const known = new Set<string>();

  async function put(key: string, bytes: Uint8Array): Promise<void> {
    const target = pathOf(key);
    const draft = join(dirname(target), `.${randomBytes(8).toString('hex')}.tmp`);
    try {
      await ensureFolder(dirname(target));
      const file = await open(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
      try {
        await file.writeFile(bytes);
        await file.datasync();
      } finally {
        await file.close();
      }
      await link(draft, target);
      await syncFolder(dirname(target));
    } catch (error) {
      throw explain(error, key);
    } finally {
      await unlink(draft).catch(() => {});
    }
  }

  /** Makes folders below the place, never the place. */
  async function ensureFolder(folder: string): Promise<void> {
    if (known.has(folder)) return;
    await stat(path);
    const missing: string[] = [];
    for (let at = folder; at !== path && !(await isThere(at)); at = dirname(at)) missing.push(at);
    for (const each of missing.reverse()) {
      await mkdir(each, { mode: 0o700 }).catch((error: unknown) => {
        if (!isErrno(error, 'EEXIST')) throw error;
      });
      await syncFolder(dirname(each));
    }
    known.add(folder);
  }

  function explain(error: unknown, key: string): unknown {
    if (isErrno(error, 'EEXIST')) return new ObjectExistsError(key);
    if (isErrno(error, 'ENOENT')) {
      known.clear();
      return new TargetAwayError(`The folder ${path} is not there.`, { cause: error });
    }
    if (isErrno(error, 'ENOSPC') || isErrno(error, 'EDQUOT'))
      return new TargetFullError(`There is no room left in ${path}.`, { cause: error });
    if (isErrno(error, 'EACCES') || isErrno(error, 'EPERM') || isErrno(error, 'EROFS'))
      return new TargetRefusedError(`${path} may not be written to by this account.`, { cause: error });
    if (isErrno(error, 'EIO') || isErrno(error, 'ESTALE') || isErrno(error, 'ENOTCONN') || isErrno(error, 'ENODEV'))
      return new TargetAwayError(`What ${path} lies on does not answer.`, { cause: error });
    return error;
  }

  async function reading<R>(key: string, run: () => Promise<R>): Promise<R> {
    try {
      return await run();
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw explain(error, key);
      if (await isThere(path)) throw new ObjectMissingError(key, { cause: error });
      throw new TargetAwayError(`The folder ${path} is not there.`, { cause: error });
    }
  }

  return {
    name: path,
    put,
    get: (key) => reading(key, () => readFile(pathOf(key))),
    getRange: (key, offset, length) =>
      reading(key, async () => {
        const file = await open(pathOf(key), 'r');
        try {
          const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(length), 0, length, offset);
          return buffer.subarray(0, bytesRead);
        } finally {
          await file.close();
        }
      }),
    async *list(prefix) {
      const root = pathOf(prefix);
      if (!(await isThere(root))) {
        if (!(await isThere(path))) throw new TargetAwayError(`The folder ${path} is not there.`);
        return;
      }
      yield* walk(root, prefix);
    },
    remove: (key) => rm(pathOf(key), { force: true }),
    extendLock: async () => {},
    async probe() {
      if (!(await isThere(path))) throw new TargetAwayError(`The folder ${path} is not there.`);
      const device = (await stat(path)).dev;
      const otherDevice = beside === undefined ? null : (await stat(beside)).dev !== device;
      return { writeOnce: true, objectLock: false, otherDevice, checksSecret: null };
    },
  };
}

async function* walk(folder: string, key: string): AsyncGenerator<{ key: string; size: number }> {
  const entries = await readdir(folder, { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path, `${key}/${entry.name}`);
    else if (entry.isFile()) {
      const found = await stat(path).catch(() => null);
      if (found) yield { key: `${key}/${entry.name}`, size: found.size };
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function isErrno(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
