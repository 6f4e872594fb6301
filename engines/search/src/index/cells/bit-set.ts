/** Passages of a segment as bits. */
export type BitSet = Uint32Array;

export function createBitSet(size: number): BitSet {
  return new Uint32Array((size + 31) >>> 5);
}

/** Sets bits from `from` to `to` (exclusive). */
export function setRange(bits: BitSet, from: number, to: number): void {
  for (let i = from; i < to; i += 1) bits[i >>> 5]! |= 1 << (i & 31);
}

export function hasBit(bits: BitSet, index: number): boolean {
  return (bits[index >>> 5]! & (1 << (index & 31))) !== 0;
}
