import { createHash } from 'node:crypto';
import type { BlobStore } from '@nexus/blobs';
import type { ConnectionSettings } from '@nexus/db';
import { newId } from '@nexus/kernel';
import { checkAgainstManifest, formatLsn, parseLsn, type TarEntry, takeBaseBackup } from '@nexus/replication';
import type { Generation, StoreWriter } from '../store/backup-store.ts';
import { inChunks } from '../store/chunked.ts';
import type { GenerationHead, StoredBlob, WalRange } from '../store/journal.ts';
import { renderTree, type TreeFile, type TreeLine } from '../store/tree.ts';
import { copyBlobs, listBackedUp } from './copy-blobs.ts';

export type GenerationProgress = { stage: 'blobs' | 'database' | 'finishing'; bytes: number; writtenBytes: number };

export type TakeGenerationOptions = {
  writer: StoreWriter;
  database: ConnectionSettings;
  serverMajor: number;
  blobs: Pick<BlobStore, 'list' | 'read'>;
  /** Small files that a restore puts back, by name. */
  extras: readonly { name: string; bytes: Uint8Array }[];
  /** Keys that were written or removed since the listing began. */
  takeFresh(): string[];
  keepUntil: Date;
  now(): Date;
  signal: AbortSignal;
  onProgress(progress: GenerationProgress): void;
  /** Tests shorten them. */
  limits?: { silentMs?: number; stalledMs?: number };
};

/** So much is named in the journal at a time: a first backup that breaks off goes on from there. */
const namedEveryBytes = 256 * 1024 ** 2;
const walSegmentBytes = 16 * 1024 ** 2;

/**
 * One whole backup, taken while everybody works. Objects first, then the database's files with the log that makes them consistent, then the objects
 * that came meanwhile: an object is written before the row that names it, so at the moment when the database's copy became consistent none is
 * missing. It counts from the entry in the journal on; whatever fails before leaves the generations that there were.
 */
export async function takeGeneration(options: TakeGenerationOptions): Promise<Generation> {
  const { writer, signal, onProgress, now } = options;
  let stage: GenerationProgress['stage'] = 'blobs';
  let bytes = 0;
  const before = writer.packs.writtenBytes;
  const knownBefore = new Set(writer.blobs.keys());
  const tell = (size: number) => {
    bytes += size;
    onProgress({ stage, bytes, writtenBytes: writer.packs.writtenBytes - before });
  };
  const wanted = await copyNew(options, tell);

  stage = 'database';
  const { files, directories, backup } = await copyDatabase(options, tell);
  const consistentAt = now();

  stage = 'finishing';
  const late = await copyNew(options, tell);
  const keys = new Set([...wanted, ...late]);
  // Whatever the journal names until the entry of the generation is in its list: who restores reads from that entry on.
  return await writer.inTurn(async (append) => {
    const wal = writer
      .wal()
      .filter((range) => range.timeline === backup.timeline && parseLsn(range.end) > backup.start);
    const blobs = [...writer.blobs.values()].filter(([key]) => keys.has(key) || !knownBefore.has(key)).sort(byBirth);
    const extras = await packExtras(options);
    await writer.packs.flush();
    const tree = await packTree(options, treeLines({ writer, files, directories, blobs, wal, extras }));
    const generation: GenerationHead = {
      id: newId(),
      tree,
      system: backup.manifest.systemIdentifier,
      timeline: backup.timeline,
      serverMajor: options.serverMajor,
      segmentBytes: walSegmentBytes,
      start: formatLsn(backup.start),
      end: formatLsn(backup.end),
      consistentAt: consistentAt.toISOString(),
      keepUntil: options.keepUntil.toISOString(),
      counts: {
        files: files.length,
        databaseBytes: files.reduce((sum, file) => sum + file.size, 0),
        blobs: blobs.length,
        blobBytes: blobs.reduce((sum, [, blobSize]) => sum + blobSize, 0),
      },
    };
    signal.throwIfAborted();
    const at = now();
    const { sequence, hash } = await append({ kind: 'generation', generation }, at);
    return { ...generation, sequence, hash, at: at.toISOString() };
  });
}

async function packTree({ writer, signal }: TakeGenerationOptions, lines: Iterable<TreeLine>) {
  const ids: string[] = [];
  let size = 0;
  for (const piece of renderTree(lines)) {
    signal.throwIfAborted();
    ids.push(await writer.packs.add(piece, { isCompressible: true }));
    size += piece.length;
  }
  await writer.packs.flush();
  const chunks = ids.map((id) => {
    const { pack, offset, length } = writer.index.find(id)!;
    return [id, pack, offset, length] as const;
  });
  return { size, chunks };
}

/** Copies what the listing and the followers name; all keys that were seen. */
async function copyNew(options: TakeGenerationOptions, tell: (size: number) => void): Promise<string[]> {
  const { writer, blobs, signal, now } = options;
  const seen = [...options.takeFresh()];
  for await (const key of listBackedUp(blobs)) seen.push(key);
  let copied: StoredBlob[] = [];
  let unnamed = 0;
  const name = async () => {
    if (copied.length > 0) await writer.append({ kind: 'increment', blobs: copied }, now());
    copied = [];
    unnamed = 0;
  };
  for (const key of new Set(seen)) {
    copied.push(...(await copyBlobs([key], { blobs, writer, signal, onCopied: tell })));
    unnamed += copied.at(-1)?.[1] ?? 0;
    if (unnamed > namedEveryBytes || copied.length >= 20_000) await name();
  }
  await name();
  return seen;
}

async function copyDatabase(options: TakeGenerationOptions, tell: (size: number) => void) {
  const { writer, signal, limits = {} } = options;
  const files: TreeFile[] = [];
  const directories: { path: string; mode: number }[] = [];
  const onEntry = async ({ path, kind, mode, size, body }: TarEntry): Promise<void> => {
    signal.throwIfAborted();
    if (kind === 'directory') {
      directories.push({ path: path.replace(/\/$/, ''), mode });
      return;
    }
    const hash = createHash('sha256');
    const chunks: string[] = [];
    for await (const chunk of inChunks(body)) {
      hash.update(chunk);
      chunks.push(await writer.packs.add(chunk, { isCompressible: true }));
      tell(chunk.length);
    }
    files.push({ path, size, sha256: hash.digest('hex'), mode, chunks });
  };
  const label = `nexus-${writer.mark.store}`;
  const backup = await takeBaseBackup({ settings: options.database, label, onEntry, signal, limits });
  checkAgainstManifest(backup.manifest, files);
  return { files, directories, backup };
}

async function packExtras({ writer, extras }: TakeGenerationOptions) {
  const packed: { name: string; size: number; chunks: string[] }[] = [];
  for (const { name, bytes } of extras) {
    const chunks: string[] = [];
    for await (const chunk of inChunks(one(bytes)))
      chunks.push(await writer.packs.add(chunk, { isCompressible: true }));
    packed.push({ name, size: bytes.length, chunks });
  }
  return packed;
}

async function* one(bytes: Uint8Array) {
  yield bytes;
}

type TreeParts = {
  writer: StoreWriter;
  files: readonly TreeFile[];
  directories: readonly { path: string; mode: number }[];
  blobs: readonly StoredBlob[];
  wal: readonly WalRange[];
  extras: readonly { name: string; size: number; chunks: readonly string[] }[];
};

/** In an order that changes little from one generation to the next, so that most of the list is stored once. */
function* treeLines({ writer, files, directories, blobs, wal, extras }: TreeParts): Generator<TreeLine> {
  const needed = new Set<string>();
  const need = (ids: readonly string[]) => {
    for (const id of ids) needed.add(writer.index.find(id)!.pack);
  };
  for (const { path, mode } of directories) yield ['d', path, mode];
  for (const [key, size, chunks] of blobs) {
    need(chunks);
    yield ['b', key, size, chunks];
  }
  for (const { path, size, sha256, mode, chunks } of files) {
    need(chunks);
    yield ['f', path, size, sha256, mode, chunks];
  }
  for (const { name, size, chunks } of extras) {
    need(chunks);
    yield ['x', name, size, chunks];
  }
  for (const range of wal) {
    need(range.chunks);
    yield ['w', range];
  }
  // Where the last list lies: parts of this one are the same.
  for (const [, pack] of writer.newest()?.tree.chunks ?? []) needed.add(pack);
  for (const pack of writer.index.packs()) {
    if (needed.has(pack.name)) yield ['p', pack.name, pack.size, pack.chunks];
  }
}

/** Ids begin with their time: new objects come last. */
function byBirth([a]: StoredBlob, [b]: StoredBlob): number {
  const idOf = (key: string) => key.slice(key.lastIndexOf('/') + 1);
  return idOf(a) < idOf(b) ? -1 : idOf(a) > idOf(b) ? 1 : 0;
}
