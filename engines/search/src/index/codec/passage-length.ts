/**
 * Passage lengths in one byte: exact up to 127 terms, then 16 steps an octave (at most 6 % too low), up to about 31,700. The decoded value IS the length
 * for every statistic, so that sums over cells are exact whole numbers however often passages come and go.
 */
export const lengthOfByte: Float64Array = Float64Array.from({ length: 256 }, (_, byte) =>
  byte < 128 ? byte : (16 + (byte & 15)) * 2 ** ((byte >> 4) - 5),
);

/** The byte of the longest length that is not above the given one. */
export function byteOfLength(length: number): number {
  if (length < 128) return length;
  if (length >= lengthOfByte[255]!) return 255;
  const exponent = 31 - Math.clz32(length);
  return ((exponent + 1) << 4) | ((length >> (exponent - 4)) & 15);
}
