import { createHash } from 'node:crypto';
import { parseLsn } from '@nexus/replication';
import type { StoreReader } from '../store/backup-store.ts';
import { createChunkIndex, type Pack, packKey } from '../store/chunk-index.ts';
import type { EntryRef, JournalEntry, WalRange } from '../store/journal.ts';
import { BackupBrokenError, ObjectMissingError } from '../targets/target.ts';

export type VerifyProblem = { key: string; fault: BackupBrokenError['fault']; message: string };

export type VerifyReport = {
  generations: { id: string; sequence: number; at: string; isWhole: boolean }[];
  entries: number;
  packs: number;
  chunks: number;
  bytes: number;
  /** Objects that no entry names: left by an attempt that broke off. No problem, and gone with the next pruning. */
  unnamedPacks: number;
  reachesTo: string | null;
  problems: VerifyProblem[];
};

export type VerifyOptions = {
  reader: StoreReader;
  /** Also reads every pack and opens every chunk; else only what is there and how large. */
  isDeep: boolean;
  /** What the server remembers of the journal: without it, a store that was set back to an earlier state looks whole. */
  expected?: readonly { sequence: number; hash: string }[];
  signal: AbortSignal;
  onProgress(progress: { bytes: number; totalBytes: number }): void;
};

const mostProblems = 1_000;

/**
 * Checks a store from end to end: that each entry of the journal is the one that was written and follows the one before, that each pack is
 * there, has the bytes that its name says and opens chunk by chunk, and that every generation finds all that it lists. Names what is wrong and goes on.
 */
export async function verifyStore(options: VerifyOptions): Promise<VerifyReport> {
  const { reader, signal } = options;
  const problems: VerifyProblem[] = [];
  const blame = (error: unknown, fallback: string): void => {
    if (problems.length >= mostProblems) return;
    if (error instanceof BackupBrokenError)
      problems.push({ key: error.key, fault: error.fault, message: error.message });
    else if (error instanceof ObjectMissingError)
      problems.push({ key: error.key, fault: 'missing', message: `${error.key} is missing.` });
    else throw new Error(`${fallback} could not be read`, { cause: error });
  };
  const entries = await readJournal(reader, blame);
  checkExpected(options.expected ?? [], entries, blame);

  const sizes = new Map<string, number>();
  for await (const { key, size } of reader.target.list('packs')) sizes.set(key, size);
  const packs = new Map<string, Pack>();
  for (const { entry } of entries) for (const pack of entry.packs) packs.set(pack.name, pack);
  const generations: VerifyReport['generations'] = [];
  const brokenPacks = new Set<string>();
  const check = async (pack: Pack): Promise<void> => {
    const error = checkSize(pack, sizes.get(packKey(pack.name)));
    if (!error) return;
    brokenPacks.add(pack.name);
    blame(error, pack.name);
  };
  for (const pack of packs.values()) await check(pack);

  const wal: WalRange[] = [];
  for (const { entry } of entries) if (entry.wal) wal.push(entry.wal);
  for (const { entry, ref } of entries) {
    const { generation } = entry;
    if (!generation) continue;
    signal.throwIfAborted();
    const before = problems.length;
    try {
      const tree = await reader.readTreeOf(generation);
      const index = createChunkIndex();
      for (const pack of tree.packs) {
        index.add(pack);
        if (!packs.has(pack.name)) {
          packs.set(pack.name, pack);
          await check(pack);
        }
      }
      const lists = [
        ...tree.files.map(({ path, chunks }) => ({ what: path, chunks })),
        ...tree.blobs.map(([key, , chunks]) => ({ what: key, chunks })),
        ...tree.extras.map(({ name, chunks }) => ({ what: name, chunks })),
        ...tree.wal.map(({ start, chunks }) => ({ what: `the log from ${start}`, chunks })),
      ];
      let hasAll = true;
      for (const { what, chunks } of lists) {
        const lost = chunks.find((id) => {
          const place = index.find(id);
          return place === null || brokenPacks.has(place.pack);
        });
        if (lost === undefined) continue;
        hasAll = false;
        if (index.find(lost) === null)
          blame(
            new BackupBrokenError(ref.key, 'missing', `${what} of generation ${generation.id} is in no pack.`),
            ref.key,
          );
      }
      generations.push({
        id: generation.id,
        sequence: entry.sequence,
        at: entry.at,
        isWhole: hasAll && problems.length === before,
      });
    } catch (error) {
      blame(error, ref.key);
      generations.push({ id: generation.id, sequence: entry.sequence, at: entry.at, isWhole: false });
    }
  }

  let bytes = 0;
  let chunks = 0;
  const totalBytes = [...packs.values()].reduce((sum, { size }) => sum + size, 0);
  for (const pack of packs.values()) {
    signal.throwIfAborted();
    chunks += pack.chunks.length;
    bytes += pack.size;
    if (options.isDeep && !brokenPacks.has(pack.name)) {
      const error = await readPack(reader, pack);
      if (error) {
        brokenPacks.add(pack.name);
        blame(error, pack.name);
        for (const generation of generations) generation.isWhole = false;
      }
    }
    options.onProgress({ bytes, totalBytes });
  }
  const unnamedPacks = [...sizes.keys()].filter((key) => !packs.has(key.slice(key.lastIndexOf('/') + 1))).length;
  const lastWal = wal.at(-1);
  return {
    generations,
    entries: entries.length,
    packs: packs.size,
    chunks,
    bytes,
    unnamedPacks,
    reachesTo:
      lastWal?.until ?? entries.findLast(({ entry }) => entry.generation)?.entry.generation?.consistentAt ?? null,
    problems,
  };
}

type ReadEntry = { ref: EntryRef; entry: JournalEntry; hash: string };

async function readJournal(
  reader: StoreReader,
  blame: (error: unknown, fallback: string) => void,
): Promise<ReadEntry[]> {
  const refs = await reader.listEntries();
  const entries: ReadEntry[] = [];
  for (const ref of refs) {
    try {
      entries.push({ ref, ...(await reader.readEntry(ref)) });
    } catch (error) {
      blame(error, ref.key);
    }
  }
  const missing = (sequence: number) =>
    blame(new BackupBrokenError(`journal/${sequence}`, 'missing', `Entry ${sequence} of the journal is missing.`), '');
  // What a pruning took away is said by its entry, later in the journal.
  const keptFrom = Math.max(0, ...entries.map(({ entry }) => entry.keptFrom ?? 0));
  const kept = refs.filter(({ sequence }) => sequence >= keptFrom);
  let wanted = keptFrom;
  for (const { sequence, key } of kept) {
    for (; wanted < sequence; wanted += 1) missing(wanted);
    if (sequence < wanted)
      blame(new BackupBrokenError(key, 'swapped', `There are two entries with the number ${sequence}.`), key);
    wanted = sequence + 1;
  }
  for (const [at, { entry, ref }] of entries.entries()) {
    const before = entries[at - 1];
    if (!before || before.entry.sequence !== entry.sequence - 1) continue;
    if (entry.previous !== before.hash)
      blame(new BackupBrokenError(ref.key, 'swapped', `${ref.key} was not written after ${before.ref.key}.`), ref.key);
  }
  checkLog(entries, blame);
  return entries.filter(({ entry }) => entry.sequence >= keptFrom);
}

/** Between two generations the log has no hole, unless the server could not keep it; then a generation begins anew. */
function checkLog(entries: readonly ReadEntry[], blame: (error: unknown, fallback: string) => void): void {
  let last: WalRange | null = null;
  for (const { entry, ref } of entries) {
    const { wal } = entry;
    if (!wal) continue;
    if (
      last &&
      last.timeline === wal.timeline &&
      last.system === wal.system &&
      parseLsn(wal.start) < parseLsn(last.end)
    )
      blame(new BackupBrokenError(ref.key, 'swapped', `${ref.key} repeats a stretch of the log.`), ref.key);
    last = wal;
  }
}

function checkExpected(
  expected: readonly { sequence: number; hash: string }[],
  entries: readonly ReadEntry[],
  blame: (error: unknown, fallback: string) => void,
): void {
  const bySequence = new Map(entries.map((each) => [each.entry.sequence, each]));
  for (const { sequence, hash } of expected) {
    const found = bySequence.get(sequence);
    const key = `journal/${sequence}`;
    if (!found)
      blame(new BackupBrokenError(key, 'missing', `Entry ${sequence}, which the server wrote, is not there.`), key);
    else if (found.hash !== hash)
      blame(new BackupBrokenError(key, 'swapped', `Entry ${sequence} is another one than the server wrote.`), key);
  }
}

function checkSize(pack: Pack, size: number | undefined): BackupBrokenError | null {
  const key = packKey(pack.name);
  if (size === undefined) return new BackupBrokenError(key, 'missing', `${key} is missing.`);
  if (size < pack.size) return new BackupBrokenError(key, 'cut', `${key} is cut short.`);
  return size === pack.size ? null : new BackupBrokenError(key, 'changed', `${key} is longer than it was.`);
}

async function readPack(reader: StoreReader, pack: Pack): Promise<unknown> {
  const key = packKey(pack.name);
  try {
    const bytes = await reader.target.get(key);
    if (createHash('sha256').update(bytes).digest('hex') !== pack.name)
      throw new BackupBrokenError(key, 'changed', `${key} was changed.`);
    for (const [id, offset, length] of pack.chunks)
      await reader.codec.open(id, bytes.subarray(offset, offset + length), key);
    return null;
  } catch (error) {
    return error;
  }
}
