/** An append-only byte buffer that doubles as it fills. */
export type GrowableBytes = {
  readonly length: number;
  byte(value: number): void;
  /** LEB128 of 0 to 2^53 - 1. */
  varint(value: number): void;
  bytes(values: Uint8Array): void;
  uint32(value: number): void;
  /** A copy of exactly what was written. */
  toBytes(): Uint8Array<ArrayBuffer>;
};

export function createGrowableBytes(capacity = 256): GrowableBytes {
  let buffer = new Uint8Array(capacity);
  let length = 0;

  function reserve(more: number): void {
    if (length + more <= buffer.length) return;
    const grown = new Uint8Array(Math.max(buffer.length * 2, length + more));
    grown.set(buffer.subarray(0, length));
    buffer = grown;
  }

  return {
    get length() {
      return length;
    },
    byte(value) {
      reserve(1);
      buffer[length] = value;
      length += 1;
    },
    varint(value) {
      reserve(8);
      let rest = value;
      while (rest >= 0x80) {
        buffer[length] = (rest % 0x80) | 0x80;
        length += 1;
        rest = Math.floor(rest / 0x80);
      }
      buffer[length] = rest;
      length += 1;
    },
    bytes(values) {
      reserve(values.length);
      buffer.set(values, length);
      length += values.length;
    },
    uint32(value) {
      reserve(4);
      new DataView(buffer.buffer).setUint32(length, value, true);
      length += 4;
    },
    toBytes: () => buffer.slice(0, length),
  };
}
