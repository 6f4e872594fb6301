import { crc32, inflateRawSync } from 'node:zlib';
import { Inflate } from 'fflate';
import type { ParseLimits } from '../contract.ts';
import { ParseFailure } from '../reader.ts';
import { readZipDirectory, type ZipRecord } from './zip-directory.ts';

export type ArchiveEntry = {
  /** Path inside the archive with `/`, without a leading slash. Never contains `..`. */
  name: string;
  /** What the directory claims; the real size may differ. */
  declaredSize: number;
  encrypted: boolean;
};

/** A zip file opened under limits. What is inflated counts against one budget for the whole archive, whichever way it is read. */
export type Archive = {
  entries: readonly ArchiveEntry[];
  has(name: string): boolean;
  /**
   * The whole entry. @throws ParseFailure `broken` (missing, damaged, unknown compression), `encrypted`, `bomb` (over the budget).
   */
  read(name: string): Uint8Array;
  /** Like `read`, but null when there is no such entry. */
  find(name: string): Uint8Array | null;
  /** The entry in pieces of some 64 KiB, inflated as they are asked for: for sheets that would not fit in memory. Same errors. */
  stream(name: string): Generator<Uint8Array>;
};

type ArchiveLimits = Pick<ParseLimits, 'maxExpandedBytes' | 'maxExpansionRatio' | 'maxArchiveEntries'>;

/** Small archives may compress as well as they like: a ratio says something only above this many bytes. */
const RATIO_FLOOR_BYTES = 32 * 1024 ** 2;
/** Compressed bytes fed at a time. Deflate expands at most 1,032 times, so one step yields 16 MiB at worst. */
const STEP_BYTES = 16 * 1024;

/**
 * Opens a zip file without inflating anything. Names that climb out (`..`), are absolute, or come twice are refused, and so are entries
 * whose data overlap (the trick of the bombs that reuse one kernel; see Fifield, "A better zip bomb", 2019).
 * @throws ParseFailure `broken` or `bomb`.
 */
export function openArchive(bytes: Uint8Array, limits: ArchiveLimits): Archive {
  const records = indexByName(readZipDirectory(bytes, limits.maxArchiveEntries));
  refuseOverlaps(records);
  const budget = createBudget(bytes.length, limits);
  const get = (name: string): ZipRecord => {
    const record = records.get(cleanName(name));
    if (!record) throw new ParseFailure('broken', `the archive has no part ${JSON.stringify(name)}`);
    if (record.encrypted) throw new ParseFailure('encrypted', 'a part of the archive is protected by a password');
    return record;
  };
  const read = (name: string): Uint8Array => inflateWhole(bytes, get(name), budget);
  return {
    entries: [...records].map(([name, { declaredSize, encrypted }]) => ({ name, declaredSize, encrypted })),
    has: (name) => records.has(cleanName(name)),
    read,
    find: (name) => (records.has(cleanName(name)) ? read(name) : null),
    stream: (name) => inflateSteps(bytes, get(name), budget),
  };
}

function cleanName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '');
}

function indexByName(list: readonly ZipRecord[]): Map<string, ZipRecord> {
  const records = new Map<string, ZipRecord>();
  for (const record of list) {
    const name = cleanName(record.name);
    if (name.split('/').includes('..') || /^[a-z]:/i.test(name) || name.includes('\0')) {
      throw new ParseFailure('broken', 'the archive names a part outside of itself');
    }
    // Two readers that choose differently between twins see two different documents.
    if (records.has(name)) throw new ParseFailure('broken', `the archive has two parts named ${JSON.stringify(name)}`);
    records.set(name, record);
  }
  return records;
}

function refuseOverlaps(records: ReadonlyMap<string, ZipRecord>): void {
  const ordered = [...records.values()].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const record of ordered) {
    if (record.offset < end) throw new ParseFailure('bomb', 'parts of the archive overlap');
    end = record.offset + 30 + record.compressedSize;
  }
}

type Budget = { readonly left: number; spend(bytes: number): void };

function createBudget(archiveBytes: number, limits: ArchiveLimits): Budget {
  const byRatio = Math.max(RATIO_FLOOR_BYTES, archiveBytes * limits.maxExpansionRatio);
  const most = Math.min(limits.maxExpandedBytes, byRatio);
  let left = most;
  return {
    get left() {
      return left;
    },
    spend(bytes) {
      left -= bytes;
      if (left < 0) throw new ParseFailure('bomb', `the archive expands to more than ${most} bytes`);
    },
  };
}

function compressedData(bytes: Uint8Array, record: ZipRecord): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset, compressedSize } = record;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== 0x04034b50) {
    throw new ParseFailure('broken', 'a part of the archive is not where the directory says');
  }
  // Name and extra field of the local header may differ in length from those in the directory; its sizes are not looked at.
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + compressedSize > bytes.length) throw new ParseFailure('broken', 'a part of the archive is cut off');
  return bytes.subarray(start, start + compressedSize);
}

function inflateWhole(bytes: Uint8Array, record: ZipRecord, budget: Budget): Uint8Array {
  const data = compressedData(bytes, record);
  const whole = record.method === 0 ? data : inflateUnder(data, record, budget.left);
  budget.spend(whole.length);
  if (crc32(whole) !== record.crc) throw new ParseFailure('broken', 'a part of the archive is damaged (checksum)');
  return whole;
}

function inflateUnder(data: Uint8Array, record: ZipRecord, most: number): Uint8Array {
  if (record.method !== 8) throw unknownMethod(record);
  if (most <= 0) throw new ParseFailure('bomb', 'the archive expands beyond the limit');
  try {
    return inflateRawSync(data, { maxOutputLength: most });
  } catch (cause) {
    if (isCode(cause, 'ERR_BUFFER_TOO_LARGE')) {
      throw new ParseFailure('bomb', 'the archive expands beyond the limit', { cause });
    }
    throw new ParseFailure('broken', 'a part of the archive is damaged (compression)', { cause });
  }
}

function* inflateSteps(bytes: Uint8Array, record: ZipRecord, budget: Budget): Generator<Uint8Array> {
  const data = compressedData(bytes, record);
  if (record.method !== 0 && record.method !== 8) throw unknownMethod(record);
  let ready: Uint8Array[] = [];
  const inflate = record.method === 8 ? new Inflate((chunk) => ready.push(chunk)) : null;
  let crc = 0;
  for (let at = 0; at < data.length || at === 0; at += STEP_BYTES) {
    const step = data.subarray(at, at + STEP_BYTES);
    try {
      if (inflate) inflate.push(step, at + STEP_BYTES >= data.length);
      else ready.push(step);
    } catch (cause) {
      throw new ParseFailure('broken', 'a part of the archive is damaged (compression)', { cause });
    }
    for (const chunk of ready) {
      budget.spend(chunk.length);
      crc = crc32(chunk, crc);
      yield chunk;
    }
    ready = [];
  }
  if (crc !== record.crc) throw new ParseFailure('broken', 'a part of the archive is damaged (checksum)');
}

function unknownMethod(record: ZipRecord): ParseFailure {
  return new ParseFailure('broken', `a part of the archive uses an unknown compression (${record.method})`);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
