/** Words that `count` values of `bits` bits take. */
export function packedWords(count: number, bits: number): number {
  return (count * bits + 31) >>> 5;
}

/** Bits that hold `value` (0 for 0, at most 32). */
export function bitsFor(value: number): number {
  return 32 - Math.clz32(value);
}

/** Writes `count` values of `bits` (0 to 31) bits each, lowest bits first, into zeroed words from `at` on. */
export function packBits(values: Uint32Array, count: number, bits: number, words: Uint32Array, at: number): void {
  if (bits === 0) return;
  let word = 0;
  let used = 0;
  let target = at;
  for (let i = 0; i < count; i += 1) {
    const value = values[i]!;
    word |= value << used;
    used += bits;
    if (used >= 32) {
      words[target] = word;
      target += 1;
      used -= 32;
      // A shift by 32 would be a shift by 0 in JavaScript.
      word = used === 0 ? 0 : value >>> (bits - used);
    }
  }
  if (used > 0) words[target] = word;
}

/** Reads what `packBits` wrote. */
export function unpackBits(words: Uint32Array, at: number, bits: number, count: number, out: Uint32Array): void {
  if (bits === 0) {
    out.fill(0, 0, count);
    return;
  }
  const mask = (1 << bits) - 1;
  let source = at;
  let word = words[source]! | 0;
  let used = 0;
  for (let i = 0; i < count; i += 1) {
    let value = word >>> used;
    used += bits;
    if (used >= 32) {
      used -= 32;
      source += 1;
      word = words[source]! | 0;
      if (used > 0) value |= word << (bits - used);
    }
    out[i] = value & mask;
  }
}

/** Gaps less one to ascending ordinals: `out[0] = before + 1 + gap[0]`, and so on. Fused with the unpacking, the hottest loop of the engine. */
export function unpackOrdinals(
  words: Uint32Array,
  at: number,
  bits: number,
  count: number,
  before: number,
  out: Uint32Array,
): void {
  let ordinal = before | 0;
  if (bits === 0) {
    for (let i = 0; i < count; i += 1) {
      ordinal = (ordinal + 1) | 0;
      out[i] = ordinal;
    }
    return;
  }
  const mask = (1 << bits) - 1;
  let source = at;
  let word = words[source]! | 0;
  let used = 0;
  for (let i = 0; i < count; i += 1) {
    let value = word >>> used;
    used += bits;
    if (used >= 32) {
      used -= 32;
      source += 1;
      word = words[source]! | 0;
      if (used > 0) value |= word << (bits - used);
    }
    ordinal = (ordinal + (value & mask) + 1) | 0;
    out[i] = ordinal;
  }
}
