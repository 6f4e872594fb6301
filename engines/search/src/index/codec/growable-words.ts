/** An append-only buffer of 32-bit words that doubles as it fills. */
export type GrowableWords = {
  readonly length: number;
  push(value: number): void;
  /** Makes room for `count` zeroed words and returns where they start; fill them in `values()` before the next call. */
  extend(count: number): number;
  /** The buffer itself, longer than what was written; only good until the next `push` or `extend`. */
  values(): Uint32Array<ArrayBuffer>;
};

export function createGrowableWords(capacity = 256): GrowableWords {
  let buffer = new Uint32Array(capacity);
  let length = 0;

  function reserve(more: number): void {
    if (length + more <= buffer.length) return;
    const grown = new Uint32Array(Math.max(buffer.length * 2, length + more));
    grown.set(buffer.subarray(0, length));
    buffer = grown;
  }

  return {
    get length() {
      return length;
    },
    push(value) {
      reserve(1);
      buffer[length] = value;
      length += 1;
    },
    extend(count) {
      reserve(count);
      const start = length;
      length += count;
      return start;
    },
    values: () => buffer,
  };
}
