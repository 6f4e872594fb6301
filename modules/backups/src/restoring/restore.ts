import { existsSync } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createFolderBlobStore } from '@nexus/blobs';
import { recoverCluster } from '@nexus/db';
import type { Logger } from '@nexus/kernel';
import type { StoreReader } from '../store/backup-store.ts';
import { planRestore, type RestorePlan } from './restore-plan.ts';
import { writeDatabaseFiles, writeLog } from './write-database.ts';

export type RestoreStage = 'database' | 'log' | 'blobs' | 'recovery';

export type RestoreOptions = {
  reader: StoreReader;
  at: Date | null;
  generationId?: string;
  /** A folder that is not there, is empty, or holds this same restore unfinished. */
  into: string;
  logger: Logger;
  signal: AbortSignal;
  onProgress(progress: { stage: RestoreStage; bytes: number; totalBytes: number }): void;
  /** Room that has to be left on the disk. */
  leaveBytes?: number;
  /** Programs of another installed PostgreSQL, for the backup of an external server of another major version. */
  binDir?: string;
};

export type RestoreReport = {
  generationId: string;
  takenAt: string;
  /** The moment that was asked for, or the last one that there was log of. */
  until: Date;
  databaseBytes: number;
  logBytes: number;
  blobs: number;
  blobBytes: number;
};

/** The folder may not be used for that. */
export class RestoreFolderError extends Error {}

const markName = 'restore.json';

/** A folder in which a restore has begun and not ended: nothing may start on it. */
export function isUnfinishedRestore(dataDir: string): boolean {
  return existsSync(join(dataDir, markName));
}

/**
 * Makes a data folder out of a backup: files of the database, its log, the objects; then PostgreSQL replays the log up to the moment that was asked for.
 * Interrupted, it goes on when called again with the same arguments; until it is done, the folder carries a mark and no server starts on it.
 * @throws NotRestorableError, RestoreFolderError, BackupBrokenError, DatabaseStartError
 */
export async function restore(options: RestoreOptions): Promise<RestoreReport> {
  const { reader, into, signal, onProgress, logger } = options;
  const plan = await planRestore(reader, options.at, options.generationId);
  await claimFolder(into, markOf(options, plan));
  const { counts } = plan.generation;
  const logBytes = plan.wal.reduce((sum, { start, end }) => sum + walSize(start, end), 0);
  const blobs = [...plan.blobs.values()];
  const blobBytes = blobs.reduce((sum, [, size]) => sum + size, 0);
  const totalBytes = counts.databaseBytes + logBytes + blobBytes;
  await ensureRoom(into, totalBytes + (options.leaveBytes ?? 0));
  let bytes = 0;
  const progress = (stage: RestoreStage) => (size: number) => {
    bytes += size;
    onProgress({ stage, bytes, totalBytes });
  };
  const cluster = join(into, 'postgres', String(plan.generation.serverMajor));
  if (!(await isRecovered(into))) {
    await writeDatabaseFiles(cluster, { reader, plan, signal, onBytes: progress('database') });
    await writeLog(cluster, { reader, plan, signal, onBytes: progress('log') });
  }
  await writeBlobs(options, plan, progress('blobs'));
  await writeExtras(options, plan);
  if (!(await isRecovered(into))) {
    onProgress({ stage: 'recovery', bytes: totalBytes, totalBytes });
    const common = { dataDir: into, logger, signal, ...(options.binDir ? { binDir: options.binDir } : {}) };
    const outcome = await recoverCluster({ ...common, until: plan.until });
    // The log covers the moment, and nobody committed anything after it: all of it is to be replayed.
    if (outcome === 'short') await recoverCluster({ ...common, until: null });
    await writeFile(join(into, `${markName}.recovered`), '', { flush: true });
  }
  await rm(join(into, markName));
  await rm(join(into, `${markName}.recovered`));
  return {
    generationId: plan.generation.id,
    takenAt: plan.generation.at,
    until: plan.until ?? plan.reachesTo,
    databaseBytes: counts.databaseBytes,
    logBytes,
    blobs: blobs.length,
    blobBytes,
  };
}

/** Once replayed, the database differs from the copy: writing its files again would mix the two. */
async function isRecovered(into: string): Promise<boolean> {
  return await stat(join(into, `${markName}.recovered`)).then(
    () => true,
    () => false,
  );
}

function markOf({ reader, at, generationId }: RestoreOptions, { generation }: RestorePlan): string {
  const wanted = { store: reader.mark.store, generation: generation.id, at: at?.toISOString() ?? null, generationId };
  return `${JSON.stringify(wanted)}\n`;
}

async function claimFolder(into: string, mark: string): Promise<void> {
  const entries: string[] = await readdir(into).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (entries.includes(markName)) {
    const found = await readFile(join(into, markName), 'utf8');
    if (found === mark) return;
    throw new RestoreFolderError(
      `${into} holds another restore, of ${found.trim()}, that was not finished. Finish it, or remove the folder.`,
    );
  }
  if (entries.length > 0)
    throw new RestoreFolderError(`${into} is not empty. A restore never writes over something: name a new folder.`);
  await mkdir(into, { recursive: true, mode: 0o700 });
  await writeFile(join(into, `${markName}.tmp`), mark, { mode: 0o600, flush: true });
  await rename(join(into, `${markName}.tmp`), join(into, markName));
  const folder = await open(dirname(into), 'r');
  await folder.sync().finally(() => folder.close());
}

async function ensureRoom(into: string, totalBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(into);
  const used = await usedBytes(into);
  if (bavail * bsize + used < totalBytes * 1.02)
    throw new RestoreFolderError(
      `${into} has room for ${gigabytes(bavail * bsize + used)}, and the restore takes ${gigabytes(totalBytes)}.`,
    );
}

async function usedBytes(folder: string): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += (await stat(join(entry.parentPath, entry.name))).size;
  }
  return sum;
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(2)} GB`;

function walSize(start: string, end: string): number {
  const lsn = (text: string) =>
    text.split('/').reduce((sum, half) => sum * 0x1_0000_0000 + Number.parseInt(half, 16), 0);
  return lsn(end) - lsn(start);
}

async function writeBlobs(
  { reader, into, signal }: RestoreOptions,
  plan: RestorePlan,
  onBytes: (size: number) => void,
): Promise<void> {
  const folder = join(into, 'blobs');
  const store = await createFolderBlobStore(folder);
  const queue = plan.blobs.values();
  const lane = async () => {
    for (const [key, size, chunks] of queue) {
      signal.throwIfAborted();
      const found = await stat(join(folder, key)).catch(() => null);
      if (found?.size !== size) await store.write(key, reader.readChunks(chunks, plan.index, key));
      onBytes(size);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
}

async function writeExtras({ reader, into }: RestoreOptions, plan: RestorePlan): Promise<void> {
  for (const { name, chunks } of plan.tree.extras) {
    if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) continue;
    const parts = await Array.fromAsync(reader.readChunks(chunks, plan.index, name));
    await writeFile(join(into, name), Buffer.concat(parts), { mode: 0o600, flush: true });
  }
}
