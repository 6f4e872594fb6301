import type { CellId, SegmentStore } from '../contract.ts';

/** Removes segments that no manifest names and that are older than the grace time. Returns how many. */
export async function sweepCell(
  _store: SegmentStore,
  _cell: CellId,
  _options: { nowMs: number; graceMs?: number },
): Promise<number> {
  throw new Error('under construction');
}
