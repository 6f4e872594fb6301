import { uuidToBytes } from '@nexus/kernel';
import type { CellId, SegmentStore } from '../contract.ts';
import { objectNames } from './manifest/cell-manifest.ts';
import { decodeManifest } from './manifest/manifest.ts';

/**
 * Removes objects that the manifest does not name and whose segment id (a UUIDv7) is older than the grace time, default one hour: younger ones may
 * belong to a change that is being committed, or to a reader of the version before. A change must therefore be committed within the grace
 * time of its `prepare`. Returns how many objects went.
 */
export async function sweepCell(
  store: SegmentStore,
  cell: CellId,
  options: { nowMs: number; graceMs?: number },
): Promise<number> {
  const { nowMs, graceMs = 3_600_000 } = options;
  // Listed before the manifest is read: what is committed in between is then in the manifest.
  const listed = await store.listSegments(cell);
  const stored = await store.readManifest(cell);
  const named = new Set(stored === null ? [] : objectNames(decodeManifest(stored.bytes).segments));
  let removed = 0;
  for (const name of listed) {
    if (named.has(name) || bornMs(name) > nowMs - graceMs) continue;
    await store.removeSegment(cell, name);
    removed += 1;
  }
  return removed;
}

/** Time in the first 48 bits of a UUIDv7. */
function bornMs(name: string): number {
  const bytes = uuidToBytes(name.slice(0, 36));
  return bytes.subarray(0, 6).reduce((ms, byte) => ms * 256 + byte, 0);
}
