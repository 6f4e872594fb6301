/**
 * How the postings of a term are stored. The term table holds one 32-bit pointer a term:
 *
 * - bit 31 set: the term is in one passage: frequency in bits 24-30, ordinal in bits 0-23. Most terms of a collection are of this kind.
 * - bit 30 set: fewer than 128 passages: bits 0-29 are a byte offset into the short lists. There: the count, then for each posting the gap to the
 *   one before, times two, plus one when the frequency is not 1 and follows; all LEB128.
 * - neither: a word offset into the long lists. There: the count, then `directoryWords` words for each block of up to 128 postings, then
 *   the blocks.
 *
 * Directory of a block: (0) its last ordinal; (1) bits of a gap (5), bits of a frequency (3), word offset of the block from the end of the
 * directory (24); (2) impacts: shortest passage with frequency 1 (length byte), highest frequency, shortest passage with a frequency above 1. A
 * score of the block cannot exceed that of (1, first) or (second, third), whatever the ranking parameters.
 *
 * Block: gaps less one, bit-packed; frequencies less one, bit-packed, where the highest value of the width means that the frequency is in the
 * bytes that follow, in order. Width 0: all are 1.
 */
export const blockSize = 128;
export const directoryWords = 3;
export const singleFlag = 0x8000_0000;
export const shortFlag = 0x4000_0000;
export const maxFrequency = 127;

/** Gaps take at most 22 bits, and pointers and offsets fit their fields. */
export const maxPassagesPerSegment = 1 << 22;

/** Length byte that says "no such passage". */
export const noLength = 255;
