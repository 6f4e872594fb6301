import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { parseLsn, segmentName } from '@nexus/replication';
import type { StoreReader } from '../store/backup-store.ts';
import type { TreeFile } from '../store/tree.ts';
import { BackupBrokenError } from '../targets/target.ts';
import type { RestorePlan } from './restore-plan.ts';

export type WriteOptions = {
  reader: StoreReader;
  plan: RestorePlan;
  signal: AbortSignal;
  onBytes(size: number): void;
};

/** Writes the files of the database below `folder`. A file that is there, whole, stays: a restore that broke off goes on. */
export async function writeDatabaseFiles(folder: string, options: WriteOptions): Promise<void> {
  const { plan } = options;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const { path } of plan.tree.directories) await mkdir(below(folder, path), { recursive: true, mode: 0o700 });
  // Control file last, as PostgreSQL itself does: without it nothing takes the folder for a server.
  const files = [...plan.tree.files].sort((a, b) => Number(isControl(a)) - Number(isControl(b)));
  for (const file of files) {
    options.signal.throwIfAborted();
    const path = below(folder, file.path);
    if (!(await isWhole(path, file))) await writeFile(path, file, options);
    options.onBytes(file.size);
  }
}

const isControl = ({ path }: TreeFile) => path === 'global/pg_control';

/** Names come from a sealed list, and are checked all the same. */
function below(folder: string, path: string): string {
  if (path.startsWith('/') || normalize(path).startsWith('..') || path.includes('\0'))
    throw new BackupBrokenError(path, 'format', 'The backup names a file outside its folder.');
  return join(folder, path);
}

async function isWhole(path: string, file: TreeFile): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  if (found?.size !== file.size) return false;
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex') === file.sha256;
}

async function writeFile(path: string, file: TreeFile, { reader, plan }: WriteOptions): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.restoring`;
  const hash = createHash('sha256');
  const handle = await open(draft, 'w', 0o600);
  try {
    for await (const bytes of reader.readChunks(file.chunks, plan.index, file.path)) {
      hash.update(bytes);
      await handle.writeFile(bytes);
    }
    if (file.size > 1024 ** 2) await handle.datasync();
  } finally {
    await handle.close();
  }
  if (hash.digest('hex') !== file.sha256) {
    await rm(draft, { force: true });
    throw new BackupBrokenError(file.path, 'changed', `${file.path} is not what was saved.`);
  }
  await rename(draft, path);
}

/** Lays the log over what came with the copy, byte by byte where it belongs; the rest of the last file stays zero. */
export async function writeLog(folder: string, { reader, plan, signal, onBytes }: WriteOptions): Promise<void> {
  const { segmentBytes } = plan.generation;
  let open_: { name: string; handle: FileHandle } | null = null;
  const segmentAt = async (timeline: number, lsn: bigint): Promise<FileHandle> => {
    const name = segmentName(timeline, lsn, segmentBytes);
    if (open_?.name === name) return open_.handle;
    await open_?.handle.close();
    const path = join(folder, 'pg_wal', name);
    const isNew = (await stat(path).catch(() => null)) === null;
    const handle = await open(path, isNew ? 'w+' : 'r+', 0o600);
    if (isNew) await truncate(path, segmentBytes);
    open_ = { name, handle };
    return handle;
  };
  try {
    for (const range of plan.wal) {
      signal.throwIfAborted();
      let at = parseLsn(range.start);
      for await (const bytes of reader.readChunks(range.chunks, plan.index, `the log from ${range.start}`)) {
        for (let taken = 0; taken < bytes.length; ) {
          const handle = await segmentAt(range.timeline, at);
          const offset = Number(at % BigInt(segmentBytes));
          const length = Math.min(bytes.length - taken, segmentBytes - offset);
          await handle.write(bytes, taken, length, offset);
          taken += length;
          at += BigInt(length);
        }
        onBytes(bytes.length);
      }
      if (at !== parseLsn(range.end))
        throw new BackupBrokenError(`the log from ${range.start}`, 'cut', 'A stretch of the log is too short.');
    }
  } finally {
    await (open_ as { handle: FileHandle } | null)?.handle.close();
  }
}
