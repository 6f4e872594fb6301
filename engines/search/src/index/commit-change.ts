import type { CellChange, SegmentStore } from '../contract.ts';

/** Prepares and commits through the store, again when another writer was quicker. Returns the new version, or null when nothing changed. */
export async function commitChange(
  _store: SegmentStore,
  _change: CellChange,
  _options: { attempts?: number } = {},
): Promise<number | null> {
  throw new Error('under construction');
}
