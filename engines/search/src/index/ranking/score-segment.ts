import { type BitSet, hasBit } from '../cells/bit-set.ts';
import {
  advanceCursor,
  createCursor,
  impactsBetween,
  nextBlock,
  openCursor,
  type PostingCursor,
} from '../segment/posting-cursor.ts';
import type { Segment } from '../segment/segment.ts';
import { rounding, roundScore, type Saturation, tabledFrequencies } from './bm25.ts';
import type { TopPassages } from './top-passages.ts';

/** What to score in one segment. Pointers as in the term table; -1 where the segment lacks the term. */
export type SegmentTask = {
  row: number;
  segment: Segment;
  barred: BitSet | null;
  /** Heaviest first. */
  scoring: readonly { pointer: number; weight: number }[];
  required: readonly (readonly number[])[];
  excluded: readonly number[];
};

/** Passages are scored in windows of this many: their sums stay in the fastest cache. */
const windowSize = 4096;

const sums = new Float64Array(windowSize);
const touched = new Uint32Array(windowSize / 32);
const pool: PostingCursor[] = [];

/**
 * Block-max MaxScore in windows (after Turtle and Flood 1995; Ding and Suel 2011; the windowed form as in Lucene 9). In each window, the terms
 * whose bounds together cannot lift a passage over the threshold are not scanned; they are looked up only for passages that the others lift near
 * it. Sums are exact (`rounding`), so the result is that of scoring everything.
 *
 * `prune` false scores everything; tests compare the two.
 */
export function scoreSegment(task: SegmentTask, saturation: Saturation, top: TopPassages, prune = true): void {
  const { segment, barred } = task;
  let used = 0;
  const open = (pointer: number): PostingCursor => {
    pool[used] ??= createCursor(segment);
    const cursor = pool[used]!;
    used += 1;
    openCursor(cursor, segment, pointer);
    return cursor;
  };
  const scoring = task.scoring.filter(({ pointer }) => pointer >= 0);
  if (scoring.length === 0) return;
  const required = task.required.map((group) => group.filter((pointer) => pointer >= 0).map(open));
  if (required.some((group) => group.length === 0)) return;
  const excluded = task.excluded.filter((pointer) => pointer >= 0).map(open);
  const cursors = scoring.map(({ pointer }) => open(pointer));
  const weights = scoring.map(({ weight }) => weight);

  const active = new Int32Array(cursors.length);
  const bounds = new Float64Array(cursors.length + 1);

  for (let start = firstOrdinal(cursors); start < segment.passages; ) {
    const end = Math.min(start + windowSize, segment.passages);
    let count = 0;
    for (let i = 0; i < cursors.length; i += 1) {
      const impacts = impactsBetween(cursors[i]!, start, end);
      if (impacts < 0) continue;
      active[count] = i;
      bounds[count] = upperBound(impacts, weights[i]!, saturation);
      count += 1;
    }
    // From here on, bounds[j] bounds what the terms from j on can add together.
    bounds[count] = 0;
    for (let j = count - 1; j >= 0; j -= 1) bounds[j]! += bounds[j + 1]!;
    let essential = count;
    if (prune) while (essential > 0 && bounds[essential - 1]! < top.threshold) essential -= 1;
    if (essential > 0) {
      for (let j = 0; j < essential; j += 1) {
        const cursor = cursors[active[j]!]!;
        advanceCursor(cursor, start);
        accumulate(cursor, start, end, weights[active[j]!]!, saturation);
      }
      const words = (end - start + 31) >>> 5;
      for (let w = 0; w < words; w += 1) {
        let bits = touched[w]!;
        if (bits === 0) continue;
        touched[w] = 0;
        while (bits !== 0) {
          const slot = (w << 5) + 31 - Math.clz32(bits & -bits);
          bits &= bits - 1;
          let score = sums[slot]!;
          sums[slot] = 0;
          const threshold = prune ? top.threshold : Number.NEGATIVE_INFINITY;
          if (score + bounds[essential]! < threshold) continue;
          const ordinal = start + slot;
          if (barred !== null && hasBit(barred, ordinal)) continue;
          for (let j = essential; j < count && score + bounds[j]! >= threshold; j += 1) {
            const cursor = cursors[active[j]!]!;
            advanceCursor(cursor, ordinal);
            if (cursor.ordinal === ordinal) score += contribution(cursor, weights[active[j]!]!, saturation);
          }
          if (score < top.threshold) continue;
          if (required.length > 0 && !required.every((group) => holdsAny(group, ordinal))) continue;
          if (excluded.length > 0 && holdsAny(excluded, ordinal)) continue;
          top.offer(score, task.row, ordinal);
        }
      }
    }
    start = end;
  }
}

function firstOrdinal(cursors: readonly PostingCursor[]): number {
  return cursors.reduce((first, cursor) => Math.min(first, cursor.ordinal), Number.POSITIVE_INFINITY);
}

/** Impacts of a directory word to the highest contribution that they allow. Rounding is monotonic, so the bound stays one. */
function upperBound(impacts: number, weight: number, saturation: Saturation): number {
  const once = saturation.at(1, impacts & 0xff);
  const more = saturation.at((impacts >>> 8) & 0xff, (impacts >>> 16) & 0xff);
  return roundScore(weight * Math.max(once, more));
}

function contribution(cursor: PostingCursor, weight: number, saturation: Saturation): number {
  return roundScore(weight * saturation.at(cursor.frequencies[cursor.index]!, cursor.segment.lengths[cursor.ordinal]!));
}

/** Adds the term's contributions to the window, and leaves the cursor at the first posting behind it. */
function accumulate(cursor: PostingCursor, start: number, end: number, weight: number, saturation: Saturation): void {
  const { ordinals, frequencies } = cursor;
  const { lengths } = cursor.segment;
  const { table } = saturation;
  while (cursor.ordinal < end) {
    const count = cursor.count;
    let i = cursor.index;
    for (; i < count; i += 1) {
      const ordinal = ordinals[i]!;
      if (ordinal >= end) break;
      const frequency = frequencies[i]!;
      const length = lengths[ordinal]!;
      const value =
        frequency < tabledFrequencies ? table[(frequency << 8) | length]! : saturation.at(frequency, length);
      const slot = ordinal - start;
      sums[slot]! += weight * value + rounding - rounding;
      touched[slot >>> 5]! |= 1 << (slot & 31);
    }
    if (i < count) {
      cursor.index = i;
      cursor.ordinal = ordinals[i]!;
    } else {
      nextBlock(cursor);
    }
  }
}

function holdsAny(cursors: readonly PostingCursor[], ordinal: number): boolean {
  for (const cursor of cursors) {
    advanceCursor(cursor, ordinal);
    if (cursor.ordinal === ordinal) return true;
  }
  return false;
}
