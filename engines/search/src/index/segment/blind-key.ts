const whole = new BigUint64Array(1);
const halves = new Uint32Array(whole.buffer);
const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
if (!littleEndian) throw new Error('the index is read in place and needs a little-endian machine');

/** Calls back with the two halves of a 64-bit term; shifting a bigint would allocate. */
export function splitKey(key: bigint): { high: number; low: number } {
  whole[0] = key;
  return { high: halves[1]!, low: halves[0]! };
}
