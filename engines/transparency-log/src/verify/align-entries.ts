import { hashLength } from '../tree/hashing.ts';
import type { LogFault } from './log-source.ts';

/** Hashes one after the other; null where nothing that is right is left. */
export type ExpectedHashes = readonly (string | null)[];

const most = 1_000;

/**
 * Compares the entries that are there with those that the log committed to, both as leaf hashes in order, and says what was done to them: the
 * fewest faults in a walk from left to right. Linear time where they agree; looks a hash up where they do not.
 */
export function alignEntries(found: readonly string[], expected: ExpectedHashes): LogFault[] {
  const faults: LogFault[] = [];
  const placesOf = (hashes: ExpectedHashes) => {
    const places = new Map<string, number>();
    for (const [place, hash] of hashes.entries()) if (hash !== null && !places.has(hash)) places.set(hash, place);
    return places;
  };
  let expectedPlaces: Map<string, number> | null = null;
  let foundPlaces: Map<string, number> | null = null;
  // Entries that were told of as moved: seen at one end, they are not missing at the other.
  const moved = new Set<string>();

  let at = 0;
  let place = 0;
  while (place < expected.length && at < found.length && faults.length < most) {
    const wanted = expected[place]!;
    const got = found[at]!;
    if (wanted === null || wanted === got) {
      at += 1;
      place += 1;
      continue;
    }
    expectedPlaces ??= placesOf(expected);
    foundPlaces ??= placesOf(found);
    const wantedAt = foundPlaces.get(wanted);
    const gotBelongsAt = expectedPlaces.get(got);
    if (moved.has(got)) {
      at += 1;
    } else if (moved.has(wanted)) {
      place += 1;
    } else if (wantedAt === undefined && gotBelongsAt === undefined) {
      faults.push({ kind: 'entry_changed', place });
      at += 1;
      place += 1;
    } else if (wantedAt === undefined) {
      faults.push({ kind: 'entry_removed', place });
      place += 1;
    } else if (gotBelongsAt === undefined || gotBelongsAt < place) {
      faults.push({ kind: 'entry_inserted', place });
      at += 1;
    } else {
      // Both exist elsewhere. The one that is farther from its place was the one to be moved.
      faults.push(
        gotBelongsAt - place >= wantedAt - at
          ? { kind: 'entry_moved', place: gotBelongsAt, foundAt: at }
          : { kind: 'entry_moved', place, foundAt: wantedAt },
      );
      moved.add(gotBelongsAt - place >= wantedAt - at ? got : wanted);
    }
  }
  if (faults.length >= most) return faults;
  const missing = expected.slice(place).filter((hash) => hash === null || !moved.has(hash)).length;
  if (missing > 0) faults.push({ kind: 'entries_cut', place: expected.length - missing, count: missing });
  const added = found.slice(at).filter((hash) => !moved.has(hash)).length;
  if (added > 0) faults.push({ kind: 'entries_added', place: expected.length, count: added });
  return faults;
}

export function hexHashes(hashes: Buffer): string[] {
  const text = hashes.toString('hex');
  return Array.from({ length: hashes.length / hashLength }, (_, index) =>
    text.slice(index * 2 * hashLength, (index + 1) * 2 * hashLength),
  );
}
