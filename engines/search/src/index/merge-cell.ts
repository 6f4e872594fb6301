import type { CellChange, CellId, SegmentStore, TermBlinder } from '../contract.ts';

export type MergePolicy = { maxSegmentPassages: number; segmentsPerTier: number; maxDeletedShare: number };

export type MergeOptions = {
  store: Pick<SegmentStore, 'readManifest' | 'readSegment' | 'writeSegment'>;
  cell: CellId;
  blinder: TermBlinder;
  policy?: MergePolicy;
};

/** Merges what the policy picks; null when the cell is tidy. */
export async function mergeCell(_options: MergeOptions): Promise<CellChange | null> {
  throw new Error('under construction');
}
