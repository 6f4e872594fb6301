import { lengthOfByte } from '../codec/passage-length.ts';
import type { ManifestSegment } from '../manifest/manifest.ts';
import { countPostings, createCursor, endOfList, nextBlock, openCursor } from '../segment/posting-cursor.ts';
import type { Segment } from '../segment/segment.ts';
import { type BitSet, createBitSet, hasBit, setRange } from './bit-set.ts';

/** A segment as one version of its cell sees it: the same bytes, less what that version has deleted. */
export type SegmentView = {
  segment: Segment;
  segmentId: string;
  deleted: Uint32Array;
  /** Passages of deleted documents; null when there are none. */
  dead: BitSet | null;
  livePassages: number;
  liveLength: number;
  /** Pointer of a term to its live passages, counted on first use. Lives and dies with this view, so that it can never be stale. */
  liveCounts: Map<number, number>;
};

export function viewSegment(segment: Segment, { segmentId, deleted }: ManifestSegment): SegmentView {
  const view: SegmentView = {
    segment,
    segmentId,
    deleted,
    dead: null,
    livePassages: segment.passages,
    liveLength: segment.totalLength,
    liveCounts: new Map(),
  };
  if (deleted.length === 0) return view;
  view.dead = createBitSet(segment.passages);
  for (const document of deleted) {
    const from = segment.firstPassage[document]!;
    const to = segment.firstPassage[document + 1]!;
    setRange(view.dead, from, to);
    view.livePassages -= to - from;
    for (let passage = from; passage < to; passage += 1) view.liveLength -= lengthOfByte[segment.lengths[passage]!]!;
  }
  return view;
}

/** Past this many remembered counts a view starts afresh. */
const maxLiveCounts = 4096;

/** Live passages behind a pointer: O(1) without deletions, else one pass over the list the first time. */
export function countLive(view: SegmentView, pointer: number): number {
  const { segment, dead, liveCounts } = view;
  if (dead === null) return countPostings(segment, pointer);
  const known = liveCounts.get(pointer);
  if (known !== undefined) return known;
  const cursor = createCursor(segment);
  let live = 0;
  for (openCursor(cursor, segment, pointer); cursor.ordinal !== endOfList; nextBlock(cursor)) {
    for (let i = 0; i < cursor.count; i += 1) if (!hasBit(dead, cursor.ordinals[i]!)) live += 1;
  }
  if (liveCounts.size >= maxLiveCounts) liveCounts.clear();
  liveCounts.set(pointer, live);
  return live;
}
