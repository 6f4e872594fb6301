import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { packedStretches } from './packed-stretches.ts';

export type CanaryHit = { canary: string; file: string /** `plain`, or how it was packed. */; as: string };

export type CanaryScan = {
  hits: CanaryHit[];
  files: number;
  bytes: number;
  /** Files that could not be read, or that the limit left out. */
  skipped: number;
};

export type CanaryScanOptions = {
  folder: string;
  canaries: readonly string[];
  /** Newest files first; those beyond it are counted as skipped. */
  maxBytes?: number;
  /** Names of files that are not opened, wherever they lie. */
  untouched?: readonly string[];
  signal?: AbortSignal;
};

const windowBytes = 8 * 1024 ** 2;

/**
 * Looks for texts in every file below a folder, as they are (UTF-8 and UTF-16) and inside whatever is packed there. Reads windows that overlap by as much as
 * a canary and a packed stretch's head need; a stretch that is cut by a window's end is met again in the next one.
 */
export async function scanForCanaries({
  folder,
  canaries,
  maxBytes = Number.POSITIVE_INFINITY,
  untouched = [],
  signal,
}: CanaryScanOptions): Promise<CanaryScan> {
  const needles = canaries.flatMap((canary) => [
    { canary, bytes: Buffer.from(canary, 'utf8') },
    { canary, bytes: Buffer.from(canary, 'utf16le') },
  ]);
  const hits = new Map<string, CanaryHit>();
  const scan = { files: 0, bytes: 0, skipped: 0 };
  for (const { path, size } of await filesBelow(folder, new Set(untouched))) {
    if (signal?.aborted) break;
    if (scan.bytes + size > maxBytes) {
      scan.skipped += 1;
      continue;
    }
    const note = (canary: string, as: string) => {
      const file = relative(folder, path);
      hits.set(`${canary}\0${file}\0${as}`, { canary, file, as });
    };
    try {
      for await (const window of windowsOf(path)) {
        for (const { canary, bytes } of needles) if (window.includes(bytes)) note(canary, 'plain');
        for (const { name, unpacked } of packedStretches(window)) {
          for (const { canary, bytes } of needles) if (unpacked.includes(bytes)) note(canary, name);
        }
        // Other work of this process goes on between two windows.
        await new Promise((resolve) => setImmediate(resolve));
      }
      scan.files += 1;
      scan.bytes += size;
    } catch {
      // Gone meanwhile, or a socket, or not for this user.
      scan.skipped += 1;
    }
  }
  return { hits: [...hits.values()], ...scan };
}

async function filesBelow(
  folder: string,
  untouched: ReadonlySet<string>,
): Promise<{ path: string; size: number; changedMs: number }[]> {
  const files: { path: string; size: number; changedMs: number }[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || untouched.has(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    const found = await stat(path).catch(() => null);
    if (found) files.push({ path, size: found.size, changedMs: found.mtimeMs });
  }
  return files.sort((a, b) => b.changedMs - a.changedMs);
}

/** Windows of a file, each with the last quarter of the one before. */
async function* windowsOf(path: string): AsyncGenerator<Buffer> {
  let held: Buffer = Buffer.alloc(0);
  let pieces: Buffer[] = [];
  let filled = 0;
  for await (const piece of createReadStream(path, { highWaterMark: 1024 ** 2 })) {
    pieces.push(piece as Buffer);
    filled += (piece as Buffer).length;
    if (filled < windowBytes) continue;
    const window = Buffer.concat([held, ...pieces]);
    yield window;
    held = window.subarray(-windowBytes / 4);
    pieces = [];
    filled = 0;
  }
  if (filled > 0) yield Buffer.concat([held, ...pieces]);
}
