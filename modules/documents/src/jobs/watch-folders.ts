import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { Database, Tx } from '@nexus/db';
import { AppError, type Clock, type Logger } from '@nexus/kernel';
import type { KeyringPort } from '../documents.ports.ts';
import type { DocumentsTables, WatchedFolderRow } from '../documents.tables.ts';
import type { Upload, Uploader, UploadOutcome } from '../use-cases/upload-document.ts';
import * as repository from '../watched.repository.ts';

export type WatchFoldersDependencies = {
  database: Pick<Database, 'withWorker'>;
  keyring: KeyringPort;
  upload: (uploader: Uploader, upload: Upload) => Promise<UploadOutcome>;
  clock: Clock;
  logger: Logger;
};

type FoundFile = { path: string; sizeBytes: bigint; modifiedMs: bigint };

// A file that changed less than this ago may still be being copied.
const settledAfterMs = 3_000;
const maxFiles = 200_000;

/**
 * Takes in what appears or changes in watched folders. Scans instead of listening to the file system: network mounts send no events, and a scan
 * also finds what came while the server was off. Files that disappear stay in the vault: removing a document is a person's decision.
 */
export function createWatchFolders({ database, keyring, upload, clock, logger }: WatchFoldersDependencies) {
  const work = <R>(run: (tx: Tx<DocumentsTables>) => Promise<R>) =>
    database.withWorker<DocumentsTables, R>('watch', run);

  /** One pass over all watched folders; says how many files it took in. */
  async function scan(signal: AbortSignal): Promise<number> {
    const folders = await work((tx) => repository.listWatchedFolders(tx, null));
    let taken = 0;
    for (const folder of folders) {
      if (signal.aborted) return taken;
      if (folder.state !== 'paused') taken += await scanFolder(folder, signal);
    }
    return taken;
  }

  async function scanFolder(folder: WatchedFolderRow, signal: AbortSignal): Promise<number> {
    const sealer = await keyring.forSpace(folder.spaceId);
    const root = sealer.openText({ kind: 'watched_folders.path', objectId: folder.id }, folder.path);
    const files = await findFiles(root).catch((error: unknown) => {
      logger.warn('watched folder cannot be read', { watchedFolderId: folder.id, error });
      return null;
    });
    const known = new Map(
      (await work((tx) => repository.listWatchedFiles(tx, folder.id))).map((file) => [
        file.pathFingerprint.toString('hex'),
        file,
      ]),
    );
    let taken = 0;
    for (const file of files ?? []) {
      if (signal.aborted) return taken;
      const pathFingerprint = sealer.fingerprint('watched_files.path', file.path);
      const before = known.get(pathFingerprint.toString('hex'));
      if (before?.sizeBytes === file.sizeBytes && before.modifiedMs === file.modifiedMs) continue;
      if (clock.now().getTime() - Number(file.modifiedMs) < settledAfterMs) continue;
      const documentId = await takeIn(folder, root, file.path);
      if (documentId === 'later') continue;
      await work((tx) =>
        repository.upsertWatchedFile(tx, {
          watchedFolderId: folder.id,
          pathFingerprint,
          sizeBytes: file.sizeBytes,
          modifiedMs: file.modifiedMs,
          documentId,
        }),
      );
      if (documentId) taken += 1;
    }
    const state = files ? 'active' : 'unreachable';
    await work((tx) => repository.updateWatchedFolder(tx, folder.id, { state, scannedAt: clock.now() }));
    return taken;
  }

  /**
   * A file that is refused (too large, a misleading name) is remembered as seen: null, and tried again only when it changes. When the server
   * itself could not take it (full disk, database away) it is tried again at the next scan.
   */
  async function takeIn(folder: WatchedFolderRow, root: string, path: string): Promise<string | 'later' | null> {
    try {
      const bytes = createReadStream(join(root, path));
      const { documentId } = await upload(
        { job: 'watch' },
        { spaceId: folder.spaceId, labelId: folder.labelId, path, bytes },
      );
      return documentId;
    } catch (error) {
      const reason = error instanceof AppError ? error.code : undefined;
      logger.warn('watched file not taken in', { watchedFolderId: folder.id, reason, error });
      return error instanceof AppError && error.status < 500 ? null : 'later';
    }
  }

  return { scan };
}

/** Regular files below a folder, by relative path. Links are not followed: they could lead out of the allowed root. */
async function findFiles(root: string): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('.') || entry.name.startsWith('~$')) continue;
    const path = join(entry.parentPath, entry.name);
    const info = await lstat(path);
    files.push({
      path: relative(root, path).split(sep).join('/'),
      sizeBytes: BigInt(info.size),
      modifiedMs: BigInt(Math.floor(info.mtimeMs)),
    });
    if (files.length >= maxFiles) break;
  }
  return files;
}
