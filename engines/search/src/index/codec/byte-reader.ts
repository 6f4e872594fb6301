import { CorruptIndexError } from '../errors.ts';

/** Reads in order what `GrowableBytes` wrote; every step past the end throws `CorruptIndexError`. */
export type ByteReader = {
  readonly position: number;
  readonly remaining: number;
  byte(): number;
  varint(): number;
  uint32(): number;
  /** A view, not a copy. */
  bytes(count: number): Uint8Array;
};

export function createByteReader(source: Uint8Array, start = 0): ByteReader {
  let position = start;

  function advance(count: number): number {
    const from = position;
    if (count > source.length - position) throw new CorruptIndexError('the bytes end too early');
    position += count;
    return from;
  }

  return {
    get position() {
      return position;
    },
    get remaining() {
      return source.length - position;
    },
    byte: () => source[advance(1)]!,
    varint() {
      let value = 0;
      let scale = 1;
      for (let i = 0; i < 8; i += 1) {
        const byte = source[advance(1)]!;
        value += (byte & 0x7f) * scale;
        if (byte < 0x80) return value;
        scale *= 0x80;
      }
      throw new CorruptIndexError('a number is too long');
    },
    uint32() {
      const at = advance(4);
      return (source[at]! | (source[at + 1]! << 8) | (source[at + 2]! << 16) | (source[at + 3]! << 24)) >>> 0;
    },
    bytes(count) {
      const from = advance(count);
      return source.subarray(from, from + count);
    },
  };
}
