import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { newId } from '@nexus/kernel';
import type { BlobStore } from './blob-store.ts';
import { BlobNotFoundError, StorageFullError } from './blobs.errors.ts';

const keyPattern = /^[a-z0-9_-][a-z0-9._-]*(\/[a-z0-9_-][a-z0-9._-]*)+$/;
const unfinished = '.unfinished';
const dayMs = 24 * 3_600_000;

/**
 * Objects as files below one folder. A write goes to `.unfinished/`, is synced, renamed to its place, and the folder is synced, so that
 * a crash at any moment leaves either the whole object or none. What is left in `.unfinished/` is swept when the store is opened; where other
 * processes write to the same folder (`isShared`), only what nobody has touched for a day.
 */
export async function createFolderBlobStore(
  directory: string,
  { isShared = false }: { isShared?: boolean } = {},
): Promise<BlobStore> {
  const pending = join(directory, unfinished);
  await mkdir(pending, { recursive: true, mode: 0o700 });
  await sweepUnfinished(pending, isShared ? Date.now() - dayMs : Number.POSITIVE_INFINITY);

  const pathOf = (key: string) => {
    if (!keyPattern.test(key)) throw new TypeError(`not a blob key: ${JSON.stringify(key)}`);
    return join(directory, key);
  };

  async function write(key: string, source: AsyncIterable<Uint8Array> | Uint8Array): Promise<number> {
    const target = pathOf(key);
    const temporary = join(pending, newId());
    try {
      const size = await writeAndSync(temporary, source);
      await moveTo(temporary, target);
      await syncFolder(dirname(target));
      return size;
    } catch (error) {
      await rm(temporary, { force: true });
      throw isErrno(error, 'ENOSPC') || isErrno(error, 'EDQUOT') ? new StorageFullError(error) : error;
    }
  }

  async function* read(key: string): AsyncIterable<Uint8Array> {
    try {
      yield* createReadStream(pathOf(key), { highWaterMark: 256 * 1024 });
    } catch (error) {
      throw isErrno(error, 'ENOENT') ? new BlobNotFoundError(error) : error;
    }
  }

  async function readWhole(key: string): Promise<Buffer> {
    try {
      return await readFile(pathOf(key));
    } catch (error) {
      throw isErrno(error, 'ENOENT') ? new BlobNotFoundError(error) : error;
    }
  }

  async function* list(prefix: string): AsyncIterable<string> {
    const root = pathOf(`${prefix}/x`).slice(0, -2);
    try {
      for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
        if (entry.isFile()) yield relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/');
      }
    } catch (error) {
      if (!isErrno(error, 'ENOENT')) throw error;
    }
  }

  return { write, read, readWhole, remove: (key) => rm(pathOf(key), { force: true }), list };
}

/** The folder is nearly always there already. */
async function moveTo(temporary: string, target: string): Promise<void> {
  try {
    await rename(temporary, target);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await rename(temporary, target);
  }
}

async function sweepUnfinished(pending: string, touchedBeforeMs: number): Promise<void> {
  for (const name of await readdir(pending)) {
    const path = join(pending, name);
    // Another process may finish it between the listing and the look.
    const touchedMs = await stat(path).then(
      (found) => found.mtimeMs,
      () => Number.POSITIVE_INFINITY,
    );
    if (touchedMs < touchedBeforeMs) await rm(path, { recursive: true, force: true });
  }
}

async function writeAndSync(path: string, source: AsyncIterable<Uint8Array> | Uint8Array): Promise<number> {
  const file: FileHandle = await open(path, 'wx', 0o600);
  let size = 0;
  try {
    for await (const chunk of source instanceof Uint8Array ? [source] : source) {
      await file.writeFile(chunk);
      size += chunk.length;
    }
    await file.datasync();
  } finally {
    await file.close();
  }
  return size;
}

/** The rename itself must survive a power cut. */
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
