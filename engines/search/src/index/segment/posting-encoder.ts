import { bitsFor, packBits, packedWords } from '../codec/bit-packing.ts';
import { createGrowableBytes, type GrowableBytes } from '../codec/growable-bytes.ts';
import { createGrowableWords, type GrowableWords } from '../codec/growable-words.ts';
import { blockSize, directoryWords, noLength, shortFlag, singleFlag } from './posting-format.ts';

export type PostingEncoder = {
  /** Writes the postings of one term, ordinals ascending, and returns its pointer. */
  append(ordinals: Uint32Array, frequencies: Uint8Array, count: number): number;
  longLists(): Uint32Array;
  shortLists(): Uint8Array;
};

/**
 * `lengths` are the length bytes of all passages of the segment, for the impacts. Who knows about how much will be written says so: growing holds
 * the old buffer beside the new one.
 */
export function createPostingEncoder(
  lengths: Uint8Array,
  { longWords = 1024, shortBytes = 1024 }: { longWords?: number; shortBytes?: number } = {},
): PostingEncoder {
  const long = createGrowableWords(longWords);
  const short = createGrowableBytes(shortBytes);
  return {
    append(ordinals, frequencies, count) {
      if (count === 1) return (singleFlag | (frequencies[0]! << 24) | ordinals[0]!) >>> 0;
      if (count < blockSize) return (shortFlag | appendShort(short, ordinals, frequencies, count)) >>> 0;
      return appendLong(long, lengths, ordinals, frequencies, count);
    },
    longLists: () => long.values().subarray(0, long.length),
    shortLists: () => short.toBytes(),
  };
}

function appendShort(short: GrowableBytes, ordinals: Uint32Array, frequencies: Uint8Array, count: number): number {
  const offset = short.length;
  short.varint(count);
  let before = -1;
  for (let i = 0; i < count; i += 1) {
    const gap = ordinals[i]! - before - 1;
    before = ordinals[i]!;
    if (frequencies[i] === 1) {
      short.varint(gap * 2);
    } else {
      short.varint(gap * 2 + 1);
      short.varint(frequencies[i]!);
    }
  }
  return offset;
}

const gaps = new Uint32Array(blockSize);
const packedFrequencies = new Uint32Array(blockSize);

function appendLong(
  long: GrowableWords,
  lengths: Uint8Array,
  ordinals: Uint32Array,
  frequencies: Uint8Array,
  count: number,
): number {
  const blocks = Math.ceil(count / blockSize);
  const start = long.extend(1 + blocks * directoryWords);
  const dataStart = long.length;
  long.values()[start] = count;
  let before = -1;
  for (let block = 0; block < blocks; block += 1) {
    const from = block * blockSize;
    const size = Math.min(blockSize, count - from);
    let widest = 0;
    let shortestOnce = noLength;
    let shortestMore = noLength;
    let highest = 1;
    for (let i = 0; i < size; i += 1) {
      const ordinal = ordinals[from + i]!;
      const frequency = frequencies[from + i]!;
      const length = lengths[ordinal]!;
      gaps[i] = ordinal - before - 1;
      widest |= gaps[i]!;
      before = ordinal;
      if (frequency === 1) {
        if (length < shortestOnce) shortestOnce = length;
      } else {
        if (length < shortestMore) shortestMore = length;
        if (frequency > highest) highest = frequency;
      }
    }
    const gapBits = bitsFor(widest);
    const frequencyBits = frequencyWidth(frequencies, from, size);
    const escapeMark = (1 << frequencyBits) - 1;
    const escaped: number[] = [];
    if (frequencyBits > 0) {
      for (let i = 0; i < size; i += 1) {
        const value = frequencies[from + i]! - 1;
        packedFrequencies[i] = Math.min(value, escapeMark);
        if (value >= escapeMark) escaped.push(value + 1);
      }
    }
    const gapWords = packedWords(size, gapBits);
    const frequencyWords = packedWords(size, frequencyBits);
    const at = long.extend(gapWords + frequencyWords + ((escaped.length + 3) >> 2));
    const words = long.values();
    packBits(gaps, size, gapBits, words, at);
    packBits(packedFrequencies, size, frequencyBits, words, at + gapWords);
    const escapeAt = at + gapWords + frequencyWords;
    escaped.forEach((value, i) => {
      words[escapeAt + (i >> 2)]! |= value << ((i & 3) * 8);
    });
    const directory = start + 1 + block * directoryWords;
    words[directory] = before;
    words[directory + 1] = gapBits | (frequencyBits << 5) | ((at - dataStart) << 8);
    words[directory + 2] = shortestOnce | (highest << 8) | (shortestMore << 16);
  }
  return start;
}

/** The width that makes packed frequencies and escaped bytes smallest together. */
function frequencyWidth(frequencies: Uint8Array, from: number, size: number): number {
  let highest = 1;
  for (let i = 0; i < size; i += 1) highest = Math.max(highest, frequencies[from + i]!);
  if (highest === 1) return 0;
  let best = 7;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let bits = 1; bits <= 7; bits += 1) {
    let escaped = 0;
    for (let i = 0; i < size; i += 1) if (frequencies[from + i]! - 1 >= (1 << bits) - 1) escaped += 1;
    const cost = size * bits + escaped * 8;
    if (cost < bestCost) {
      best = bits;
      bestCost = cost;
    }
  }
  return best;
}
