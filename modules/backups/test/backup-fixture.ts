import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createFolderTarget,
  createHeldBlobs,
  createStore,
  createStoreReader,
  followWal,
  type HeldBlobs,
  openStoreKey,
  openStoreWriter,
  readMark,
  type StoreReader,
  type Target,
  takeGeneration,
} from '@nexus/backups';
import { createFolderBlobStore } from '@nexus/blobs';
import { generateKey, rootPurposeKey } from '@nexus/crypto';
import { type EmbeddedPostgres, inspectServer, startEmbeddedPostgres } from '@nexus/db';
import { silentLogger } from '@nexus/kernel';

export const rootKey = generateKey();

export type BackupFixture = Awaited<ReturnType<typeof startFixture>>;

/** A server with a ledger, a blob folder and a backup folder: what the module's parts need, without a vault. */
export async function startFixture(settings: Record<string, string> = {}) {
  const home = await mkdtemp(join(tmpdir(), 'nexus-backups-'));
  const dataDir = join(home, 'data');
  const server = await startEmbeddedPostgres({
    dataDir,
    logger: silentLogger,
    settings: { fsync: 'off', ...settings },
  });
  const held = createHeldBlobs(await createFolderBlobStore(join(dataDir, 'blobs')));
  const folder = join(home, 'backups');
  await mkdir(folder);
  return {
    home,
    dataDir,
    server,
    held,
    folder,
    target: createFolderTarget({ path: folder }),
    sql: <Row extends object>(text: string, values: unknown[] = []) =>
      inspectServer(server.superuser, 'nexus', (query) => query<Row>(text, values)),
    async close() {
      await server.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

export async function openReader(target: Target, key: Uint8Array = rootKey): Promise<StoreReader> {
  const mark = await readMark(target);
  if (!mark) {
    const made = await createStore(target, rootPurposeKey(key, 'backup'));
    return createStoreReader(target, made.mark, made.storeKey);
  }
  return createStoreReader(target, mark, await openStoreKey(target, mark, rootPurposeKey(key, 'backup')));
}

export async function openWriter(target: Target) {
  return await openStoreWriter(await openReader(target));
}

type Writer = Awaited<ReturnType<typeof openWriter>>;

export async function backUp(
  fixture: { server: EmbeddedPostgres; held: HeldBlobs },
  writer: Writer,
  options: Partial<Parameters<typeof takeGeneration>[0]> = {},
) {
  const following = fixture.held.follow({ has: (key) => writer.blobs.has(key) });
  try {
    return await takeGeneration({
      writer,
      database: fixture.server.backup,
      serverMajor: 18,
      blobs: fixture.held.store,
      extras: [{ name: 'note.txt', bytes: Buffer.from('beside the database') }],
      takeFresh: () => following.takeFresh(),
      keepUntil: new Date(Date.now() + 86_400_000),
      now: () => new Date(),
      signal: new AbortController().signal,
      onProgress: () => {},
      ...options,
    });
  } finally {
    following.end();
  }
}

/** Follows the log in the background until `stop`. */
export function follow(
  fixture: { server: EmbeddedPostgres; held: HeldBlobs },
  writer: Writer,
  options: Partial<Parameters<typeof followWal>[0]> = {},
) {
  const stopping = new AbortController();
  const following = fixture.held.follow({ has: (key) => writer.blobs.has(key) });
  let shipped = new Date(0);
  let failure: unknown = null;
  const running = followWal({
    writer,
    database: fixture.server.backup,
    slot: 'nexus_test',
    blobs: fixture.held.store,
    takeFresh: () => following.takeFresh(),
    settle: () => fixture.held.settle(),
    lossMs: 300,
    now: () => new Date(),
    signal: stopping.signal,
    logger: silentLogger,
    onShipped: ({ until }) => {
      shipped = until;
    },
    ...options,
  }).catch((error: unknown) => {
    if (!stopping.signal.aborted) failure = error;
  });
  return {
    shipped: () => shipped,
    failure: () => failure,
    async reaches(moment: Date) {
      while (shipped.getTime() < moment.getTime() + 1_100) {
        if (failure) throw failure;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    async stop() {
      stopping.abort(new Error('stopped'));
      await running;
      following.end();
    },
  };
}
