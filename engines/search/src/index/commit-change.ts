import type { CellChange, SegmentStore } from '../contract.ts';
import { CommitContentionError } from './errors.ts';

/**
 * Prepares and commits through the store, again when another writer was quicker. Returns the new version, or null when nothing changed. Leaves
 * obsolete segments to the sweep, because readers of the older version may still need them; `removeObsolete` takes them at once.
 *
 * @throws CommitContentionError after `attempts` (default 20) refused commits.
 */
export async function commitChange(
  store: SegmentStore,
  change: CellChange,
  options: { attempts?: number; removeObsolete?: boolean } = {},
): Promise<number | null> {
  const { attempts = 20, removeObsolete = false } = options;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const prepared = await change.prepare();
    if (prepared === null) return null;
    const { cell, expectedVersion, manifest, obsoleteSegments } = prepared;
    if (await store.commitManifest(cell, expectedVersion, manifest)) {
      if (removeObsolete) for (const name of obsoleteSegments) await store.removeSegment(cell, name);
      return expectedVersion + 1;
    }
  }
  throw new CommitContentionError(`the cell changed under ${attempts} attempts to commit`);
}
