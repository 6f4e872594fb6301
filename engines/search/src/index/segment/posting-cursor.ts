import { packedWords, unpackBits, unpackOrdinals } from '../codec/bit-packing.ts';
import { blockSize, directoryWords, noLength, shortFlag, singleFlag } from './posting-format.ts';
import type { Segment } from './segment.ts';

/** An ordinal that no passage has: the end of every list. */
export const endOfList = 0x7fff_ffff;

/**
 * A place in the postings of one term, one decoded block at a time. Made once and pointed at list after list (`openCursor`), because a
 * query over 500 cells opens thousands. The fields are read and moved by the scoring loop itself; functions here only change blocks.
 */
export type PostingCursor = {
  segment: Segment;
  /** Postings in all, deleted passages included. */
  total: number;
  /** Decoded block: ordinals and frequencies, `count` of them; `index` is the current one. */
  ordinals: Uint32Array;
  frequencies: Uint8Array;
  count: number;
  index: number;
  /** Current ordinal, or `endOfList`. */
  ordinal: number;
  /** Long lists: word offset of the directory, of the data, number of blocks, block that is decoded. Short ones have one block and no directory. */
  directory: number;
  data: number;
  blocks: number;
  block: number;
  /** Where `impactsBetween` was last asked: a block, or a place in a short list. Window bounds move ahead of decoding. */
  bound: number;
};

export function createCursor(segment: Segment): PostingCursor {
  return {
    segment,
    total: 0,
    ordinals: new Uint32Array(blockSize),
    frequencies: new Uint8Array(blockSize),
    count: 0,
    index: 0,
    ordinal: endOfList,
    directory: -1,
    data: 0,
    blocks: 0,
    block: 0,
    bound: 0,
  };
}

/** Number of postings behind a pointer, deleted passages included. */
export function countPostings(segment: Segment, pointer: number): number {
  if (pointer >= singleFlag) return 1;
  if (pointer >= shortFlag) return segment.shortLists[pointer - shortFlag]!;
  return segment.longLists[pointer]!;
}

/** Points the cursor at the first posting of a list. */
export function openCursor(cursor: PostingCursor, segment: Segment, pointer: number): void {
  cursor.segment = segment;
  cursor.index = 0;
  cursor.block = 0;
  cursor.bound = 0;
  cursor.directory = -1;
  cursor.blocks = 1;
  if (pointer >= singleFlag) {
    cursor.total = 1;
    cursor.count = 1;
    cursor.ordinals[0] = pointer & 0xff_ffff;
    cursor.frequencies[0] = (pointer >>> 24) & 0x7f;
  } else if (pointer >= shortFlag) {
    decodeShort(cursor, segment.shortLists, pointer - shortFlag);
  } else {
    cursor.total = segment.longLists[pointer]!;
    cursor.blocks = Math.ceil(cursor.total / blockSize);
    cursor.directory = pointer + 1;
    cursor.data = cursor.directory + cursor.blocks * directoryWords;
    decodeBlock(cursor, 0);
  }
  cursor.ordinal = cursor.ordinals[0]!;
}

function decodeShort(cursor: PostingCursor, bytes: Uint8Array, offset: number): void {
  const count = bytes[offset]!;
  let at = offset + 1;
  let ordinal = -1;
  for (let i = 0; i < count; i += 1) {
    let value = 0;
    let shift = 0;
    let byte = bytes[at]!;
    at += 1;
    while (byte >= 0x80) {
      value |= (byte & 0x7f) << shift;
      shift += 7;
      byte = bytes[at]!;
      at += 1;
    }
    value |= byte << shift;
    ordinal += (value >>> 1) + 1;
    cursor.ordinals[i] = ordinal;
    if ((value & 1) === 0) {
      cursor.frequencies[i] = 1;
    } else {
      cursor.frequencies[i] = bytes[at]!;
      at += 1;
    }
  }
  cursor.total = count;
  cursor.count = count;
}

const unpacked = new Uint32Array(blockSize);

function decodeBlock(cursor: PostingCursor, block: number): void {
  const words = cursor.segment.longLists;
  const entry = cursor.directory + block * directoryWords;
  const layout = words[entry + 1]!;
  const gapBits = layout & 31;
  const frequencyBits = (layout >>> 5) & 7;
  const at = cursor.data + (layout >>> 8);
  const count = Math.min(blockSize, cursor.total - block * blockSize);
  const before = block === 0 ? -1 : words[entry - directoryWords]!;
  unpackOrdinals(words, at, gapBits, count, before, cursor.ordinals);
  cursor.count = count;
  cursor.block = block;
  cursor.index = 0;
  const frequencies = cursor.frequencies;
  if (frequencyBits === 0) {
    frequencies.fill(1, 0, count);
    return;
  }
  const frequencyAt = at + packedWords(count, gapBits);
  unpackBits(words, frequencyAt, frequencyBits, count, unpacked);
  const escapeMark = (1 << frequencyBits) - 1;
  const escapeAt = frequencyAt + packedWords(count, frequencyBits);
  let escaped = 0;
  for (let i = 0; i < count; i += 1) {
    const value = unpacked[i]!;
    if (value === escapeMark) {
      frequencies[i] = (words[escapeAt + (escaped >> 2)]! >>> ((escaped & 3) * 8)) & 0xff;
      escaped += 1;
    } else {
      frequencies[i] = value + 1;
    }
  }
}

/** To the first posting of the next block, or to the end. */
export function nextBlock(cursor: PostingCursor): void {
  if (cursor.block + 1 < cursor.blocks) {
    decodeBlock(cursor, cursor.block + 1);
    cursor.ordinal = cursor.ordinals[0]!;
  } else {
    cursor.index = cursor.count;
    cursor.ordinal = endOfList;
  }
}

/** To the first posting at or after `target`; never back. Skips whole blocks by the directory, O(blocks skipped + log 128). */
export function advanceCursor(cursor: PostingCursor, target: number): void {
  if (cursor.ordinal >= target) return;
  const ordinals = cursor.ordinals;
  if (ordinals[cursor.count - 1]! < target) {
    const block = blockAtOrAfter(cursor, cursor.block + 1, target);
    if (block === cursor.blocks) {
      cursor.index = cursor.count;
      cursor.ordinal = endOfList;
      return;
    }
    decodeBlock(cursor, block);
  }
  let low = cursor.index;
  let high = cursor.count - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ordinals[middle]! < target) low = middle + 1;
    else high = middle;
  }
  cursor.index = low;
  cursor.ordinal = ordinals[low]!;
}

/** First block from `from` on whose last ordinal is not before `target`; `blocks` when there is none. Gallops, then halves. */
function blockAtOrAfter(cursor: PostingCursor, from: number, target: number): number {
  if (cursor.directory < 0) return cursor.blocks;
  const words = cursor.segment.longLists;
  let step = 1;
  let low = from;
  let high = from;
  while (high < cursor.blocks && words[cursor.directory + high * directoryWords]! < target) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = Math.min(high, cursor.blocks);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (words[cursor.directory + middle * directoryWords]! < target) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Impacts of the postings with ordinals from `start` to `end` (exclusive), as one word like those of the directory; -1 when there are none.
 * `start` must not fall from call to call. Short lists give their exact impacts, long ones those of the blocks that overlap.
 */
export function impactsBetween(cursor: PostingCursor, start: number, end: number): number {
  let once = noLength;
  let more = noLength;
  let highest = 1;
  if (cursor.directory < 0) {
    const { lengths } = cursor.segment;
    const { ordinals, frequencies, count } = cursor;
    let i = cursor.bound;
    while (i < count && ordinals[i]! < start) i += 1;
    cursor.bound = i;
    if (i === count || ordinals[i]! >= end) return -1;
    for (; i < count && ordinals[i]! < end; i += 1) {
      const length = lengths[ordinals[i]!]!;
      const frequency = frequencies[i]!;
      if (frequency === 1) {
        once = Math.min(once, length);
      } else {
        more = Math.min(more, length);
        highest = Math.max(highest, frequency);
      }
    }
    return once | (highest << 8) | (more << 16);
  }
  const words = cursor.segment.longLists;
  let block = blockAtOrAfter(cursor, cursor.bound, start);
  cursor.bound = block;
  const first = block;
  for (; block < cursor.blocks; block += 1) {
    const entry = cursor.directory + block * directoryWords;
    if (block > 0 && words[entry - directoryWords]! + 1 >= end) break;
    const impacts = words[entry + 2]!;
    once = Math.min(once, impacts & 0xff);
    highest = Math.max(highest, (impacts >>> 8) & 0xff);
    more = Math.min(more, (impacts >>> 16) & 0xff);
  }
  if (block === first) return -1;
  return once | (highest << 8) | (more << 16);
}
