import { parseLsn } from '@nexus/replication';
import type { Generation, StoreReader } from '../store/backup-store.ts';
import { type ChunkIndex, createChunkIndex } from '../store/chunk-index.ts';
import type { StoredBlob, WalRange } from '../store/journal.ts';
import type { Tree } from '../store/tree.ts';
import { BackupBrokenError } from '../targets/target.ts';

/** What cannot be restored, with what can. */
export class NotRestorableError extends Error {}

export type RestorePlan = {
  generation: Generation;
  /** Stop before the first commit after this; null: as far as there is log. */
  until: Date | null;
  tree: Tree;
  index: ChunkIndex;
  blobs: ReadonlyMap<string, StoredBlob>;
  /** Stretches of the log in order, each beginning where the one before ended. */
  wal: readonly WalRange[];
  /** The last moment that the store reaches to. */
  reachesTo: Date;
};

/** A commit carries its time a moment before it is in the log. */
const doubtMs = 1_000;

/**
 * Chooses the newest generation that can still become `at` and gathers what it takes. @throws NotRestorableError, BackupBrokenError
 */
export async function planRestore(reader: StoreReader, at: Date | null, generationId?: string): Promise<RestorePlan> {
  const generations = await reader.listGenerations();
  if (generations.length === 0) throw new NotRestorableError(`There is no backup in ${reader.target.name}.`);
  const generation =
    generationId === undefined
      ? generations.findLast(({ consistentAt }) => at === null || Date.parse(consistentAt) <= at.getTime())
      : generations.find(({ id }) => id === generationId);
  if (generation === undefined)
    throw new NotRestorableError(
      generationId === undefined
        ? `The oldest moment that can be restored is ${generations[0]!.consistentAt}.`
        : 'There is no such backup.',
    );
  const plan = await gather(reader, generation, at === null && generationId !== undefined);
  if (at !== null && plan.reachesTo < at)
    throw new NotRestorableError(
      `The backups reach to ${plan.reachesTo.toISOString()}, and not to ${at.toISOString()}.`,
    );
  return { ...plan, until: at };
}

/** @param isAlone the generation as it was taken, without the log after it */
async function gather(reader: StoreReader, generation: Generation, isAlone: boolean): Promise<RestorePlan> {
  const tree = await reader.readTreeOf(generation);
  const index = createChunkIndex();
  for (const pack of tree.packs) index.add(pack);
  const blobs = new Map(tree.blobs.map((blob) => [blob[0], blob]));
  const ranges = isAlone ? [] : [...tree.wal];
  let previous: string | null = null;
  for (const ref of await reader.listEntries()) {
    if (ref.sequence < generation.sequence) continue;
    const { entry, hash } = await reader.readEntry(ref);
    if (previous !== null && entry.previous !== previous)
      throw new BackupBrokenError(ref.key, 'missing', `The entry before ${ref.key} is missing or was replaced.`);
    previous = hash;
    for (const pack of entry.packs) index.add(pack);
    if (isAlone) continue;
    for (const blob of entry.blobs) blobs.set(blob[0], blob);
    if (entry.wal) ranges.push(entry.wal);
  }
  const wal = joined(ranges, generation);
  const last = wal.at(-1);
  const consistent = Date.parse(generation.consistentAt);
  const reached = last === undefined ? consistent : Math.max(consistent, Date.parse(last.until) - doubtMs);
  return { generation, until: null, tree, index, blobs, wal, reachesTo: new Date(reached) };
}

/** The stretches that follow the copy without a gap; what comes after a gap belongs to a later generation. */
function joined(ranges: readonly WalRange[], generation: Generation): WalRange[] {
  const fit = ranges.filter(
    (range) =>
      range.system === generation.system &&
      range.timeline === generation.timeline &&
      parseLsn(range.end) > parseLsn(generation.start),
  );
  const taken: WalRange[] = [];
  // The copy itself brings the log up to its end.
  let reached = parseLsn(generation.end);
  for (const range of fit) {
    if (parseLsn(range.start) > reached) break;
    taken.push(range);
    const end = parseLsn(range.end);
    if (end > reached) reached = end;
  }
  return taken;
}
