import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import type { Sealer } from '@nexus/crypto';
import { BackupBrokenError } from '../targets/target.ts';
import type { Pack } from './chunk-index.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

export type EntryKind = 'increment' | 'generation' | 'pruning';

/** An object of the blob store: its key, its size, and the chunks that make it up. */
export type StoredBlob = readonly [key: string, size: number, chunks: readonly string[]];

/** A stretch of the write-ahead log. Positions as PostgreSQL writes them. */
export type WalRange = {
  system: string;
  timeline: number;
  start: string;
  end: string;
  /** The server's clock when the last byte was sent: every commit before it is inside. */
  until: string;
  chunks: readonly string[];
};

export type GenerationHead = {
  id: string;
  /** Where the list of everything lies: explicit, because the index is in it. */
  tree: { size: number; chunks: readonly (readonly [id: string, pack: string, offset: number, length: number])[] };
  system: string;
  timeline: number;
  serverMajor: number;
  segmentBytes: number;
  start: string;
  end: string;
  /** The server's clock when the copy had become consistent: the earliest moment that can be restored from it. */
  consistentAt: string;
  keepUntil: string;
  counts: { files: number; databaseBytes: number; blobs: number; blobBytes: number };
};

export type JournalEntry = {
  sequence: number;
  /** SHA-256 of the sealed entry before; null for the first. */
  previous: string | null;
  at: string;
  kind: EntryKind;
  packs: readonly Pack[];
  blobs: readonly StoredBlob[];
  wal: WalRange | null;
  generation: GenerationHead | null;
  /** Of a pruning: entries before this one are gone on purpose. */
  keptFrom: number | null;
};

export type EntryRef = { sequence: number; kind: EntryKind; key: string };

const letters = { increment: 'i', generation: 'g', pruning: 'p' } as const;
const kinds = { i: 'increment', g: 'generation', p: 'pruning' } as const;
const sealKind = 'backup.journal';
const largestEntry = 512 * 1024 ** 2;

export function entryKey(sequence: number, kind: EntryKind): string {
  return `journal/${String(sequence).padStart(9, '0')}-${letters[kind]}`;
}

/** Null for an object that is no entry of a journal. */
export function parseEntryKey(key: string): EntryRef | null {
  const [, digits, letter] = /^journal\/(\d{9})-([igp])$/.exec(key) ?? [];
  if (digits === undefined || letter === undefined) return null;
  return { sequence: Number(digits), kind: kinds[letter as keyof typeof kinds], key };
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

export async function sealEntry(sealer: Pick<Sealer, 'seal'>, storeId: string, entry: JournalEntry): Promise<Buffer> {
  const context = { kind: sealKind, objectId: storeId, version: entry.sequence };
  return sealer.seal(context, await compress(Buffer.from(JSON.stringify(entry))));
}

/** @throws BackupBrokenError when the bytes are not this entry of this store */
export async function openEntry(
  sealer: Pick<Sealer, 'open'>,
  storeId: string,
  ref: EntryRef,
  sealed: Uint8Array,
): Promise<JournalEntry> {
  let entry: JournalEntry;
  try {
    const plain = sealer.open({ kind: sealKind, objectId: storeId, version: ref.sequence }, sealed);
    entry = JSON.parse((await decompress(plain, { maxOutputLength: largestEntry })).toString('utf8')) as JournalEntry;
  } catch (cause) {
    throw new BackupBrokenError(ref.key, 'changed', `${ref.key} was changed or swapped.`, { cause });
  }
  if (entry.sequence !== ref.sequence || entry.kind !== ref.kind)
    throw new BackupBrokenError(ref.key, 'swapped', `${ref.key} lies under a wrong name.`);
  return entry;
}
