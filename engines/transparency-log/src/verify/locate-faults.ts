import { MalformedError } from '../errors.ts';
import { decodeBundle, leafHashesOf } from '../tiles/entry-bundle.ts';
import { tileWidth, widthOf } from '../tiles/tile-path.ts';
import { hashAt, hashLength } from '../tree/hashing.ts';
import { alignEntries, type ExpectedHashes, hexHashes } from './align-entries.ts';
import type { LogFault, LogSource } from './log-source.ts';
import { type Levels, rightLevels } from './right-levels.ts';
import { readHashes } from './walk-log.ts';

export type LocateOptions = { source: LogSource; size: number; root: Uint8Array; firstEntry?: number };

/**
 * What is wrong with a log that does not lead to its checkpoint. Takes the hashes that do lead to the root (those of the entries, or of the stored
 * tiles of some level), and tells everything that differs from them. Called for broken logs only: holds all hashes, 32 bytes an entry for
 * each of entries and tiles.
 */
export async function locateFaults({ source, size, root, firstEntry = 0 }: LocateOptions): Promise<LogFault[]> {
  const faults: LogFault[] = [];
  const stored = await readLevels(source, size, faults);
  const entries = await readAllEntries(source, { size, firstEntry, stored: stored[0] ?? [], faults });
  const right = rightLevels({ entries: entries.hashes, stored, size, root });
  if (right === null)
    return [...faults, ...contradictions(entries.hashes, stored[0] ?? []), { kind: 'root_differs', size }];

  for (const [level, tiles] of stored.entries()) {
    for (const [index, hashes] of tiles.entries()) {
      const wanted = right[level]![index] ?? null;
      if (hashes === null || wanted?.equals(hashes)) continue;
      const positions = wanted === null ? [] : differing(hashes, wanted);
      faults.push({ kind: 'tile_changed', level, index, positions });
    }
  }
  const expected: ExpectedHashes = (right[0] ?? []).flatMap((tile, index) =>
    tile === null ? Array.from({ length: widthOf(size, 0, index) }, () => null) : hexHashes(tile),
  );
  for (const [index, tile] of (right[0] ?? []).entries()) {
    if (tile !== null) continue;
    faults.push({ kind: 'stretch_unproven', from: index * tileWidth, to: Math.min(size, (index + 1) * tileWidth) });
  }
  // A bundle that could not be read was told of: its entries are not changed one by one.
  for (const index of entries.unreadable) {
    for (let at = index * tileWidth; at < Math.min(size, (index + 1) * tileWidth); at += 1)
      (expected as (string | null)[])[at] = null;
  }
  const found = entries.hashes.flatMap((hashes, index) =>
    hashes === null ? Array.from({ length: widthOf(size, 0, index) }, () => '') : hexHashes(hashes),
  );
  return [...faults, ...alignEntries(found, expected)];
}

async function readLevels(source: LogSource, size: number, faults: LogFault[]): Promise<Levels> {
  const levels: (Buffer | null)[][] = [];
  for (let level = 0; Math.floor(size / tileWidth ** level) > 0; level += 1) {
    const tiles: (Buffer | null)[] = [];
    for (let index = 0; widthOf(size, level, index) > 0; index += 1) {
      const hashes = await readHashes(source, level, index, widthOf(size, level, index));
      if (hashes === null) faults.push({ kind: 'tile_missing', level, index });
      tiles.push(hashes);
    }
    levels.push(tiles);
  }
  return levels;
}

type Entries = { hashes: (Buffer | null)[]; unreadable: number[] };
type ReadEntriesOptions = { size: number; firstEntry: number; stored: readonly (Buffer | null)[]; faults: LogFault[] };

/** Also what lies beyond the end: entries that were added. */
async function readAllEntries(
  source: LogSource,
  { size, firstEntry, stored, faults }: ReadEntriesOptions,
): Promise<Entries> {
  const hashes: (Buffer | null)[] = [];
  const unreadable: number[] = [];
  for (let index = 0; ; index += 1) {
    const place = index * tileWidth;
    const isBeyond = place >= size;
    if (place < firstEntry && !isBeyond) {
      hashes.push(stored[index] ?? null);
      continue;
    }
    const bundle = await source.readBundle(index, isBeyond ? 1 : widthOf(size, 0, index));
    if (bundle === null && isBeyond) break;
    if (bundle === null) faults.push({ kind: 'bundle_missing', index, place });
    const read = bundle === null ? null : leavesOrFault(bundle, index, faults);
    if (read === null) unreadable.push(index);
    if (read === null && isBeyond) break;
    hashes.push(read);
  }
  return { hashes, unreadable };
}

function leavesOrFault(bundle: Uint8Array, index: number, faults: LogFault[]): Buffer | null {
  try {
    return leafHashesOf(decodeBundle(bundle));
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    faults.push({ kind: 'bundle_malformed', index, place: index * tileWidth, detail: error.message });
    return null;
  }
}

function differing(hashes: Buffer, wanted: Buffer): number[] {
  const count = wanted.length / hashLength;
  return Array.from({ length: count }, (_, at) => at).filter((at) => !hashAt(hashes, at).equals(hashAt(wanted, at)));
}

/** Nothing leads to the root. Where entries and tiles of the lowest level differ, at least one of them is wrong. */
function contradictions(entries: readonly (Buffer | null)[], tiles: readonly (Buffer | null)[]): LogFault[] {
  return entries.flatMap((hashes, index): LogFault[] => {
    const tile = tiles[index] ?? null;
    if (hashes === null || tile === null || hashes.equals(tile)) return [];
    const from = index * tileWidth;
    return [{ kind: 'stretch_unproven', from, to: from + tile.length / hashLength }];
  });
}
