import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitsFor, packBits, packedWords, unpackBits, unpackOrdinals } from './bit-packing.ts';
import { createByteReader } from './byte-reader.ts';
import { createGrowableBytes } from './growable-bytes.ts';
import { byteOfLength, lengthOfByte } from './passage-length.ts';

const widths = fc.integer({ min: 0, max: 31 });

test('bit packing gives back every value at every width, beside other blocks', () => {
  fc.assert(
    fc.property(widths, fc.array(fc.nat(), { maxLength: 200 }), fc.nat({ max: 5 }), (bits, raw, at) => {
      const values = Uint32Array.from(raw, (value) => (bits === 0 ? 0 : value & (2 ** bits - 1)));
      const words = new Uint32Array(at + packedWords(values.length, bits) + 1);
      words.fill(0xdeadbeef, 0, at);
      packBits(values, values.length, bits, words, at);
      const out = new Uint32Array(values.length);
      unpackBits(words, at, bits, values.length, out);
      expect(out).toEqual(values);
      expect([...words.subarray(0, at)]).toEqual(Array(at).fill(0xdeadbeef));
      expect(words.at(-1)).toBe(0);
    }),
  );
});

test('ordinals come back from their gaps', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: 4_000_000 }), { maxLength: 130 }), fc.boolean(), (raw, after) => {
      const ordinals = Uint32Array.from(raw.sort((a, b) => a - b));
      const before = after && ordinals.length > 0 && ordinals[0]! > 0 ? ordinals[0]! - 1 : -1;
      const gaps = ordinals.map((ordinal, i) => ordinal - (i === 0 ? before : ordinals[i - 1]!) - 1);
      const bits = bitsFor(gaps.reduce((a, b) => Math.max(a, b), 0));
      const words = new Uint32Array(packedWords(gaps.length, bits));
      packBits(gaps, gaps.length, bits, words, 0);
      const out = new Uint32Array(ordinals.length);
      unpackOrdinals(words, 0, bits, out.length, before, out);
      expect(out).toEqual(ordinals);
    }),
  );
});

test('bytes, numbers and words are read back in order, and not past the end', () => {
  fc.assert(
    fc.property(fc.array(fc.maxSafeNat()), fc.uint8Array(), fc.nat(), (numbers, bytes, word) => {
      const written = createGrowableBytes(1);
      for (const number of numbers) written.varint(number);
      written.uint32(word);
      written.bytes(bytes);
      const reader = createByteReader(written.toBytes());
      expect(numbers.map(() => reader.varint())).toEqual(numbers);
      expect(reader.uint32()).toBe(word);
      expect(reader.bytes(bytes.length)).toEqual(bytes);
      expect(reader.remaining).toBe(0);
      expect(() => reader.byte()).toThrow('end too early');
    }),
  );
  expect(() => createByteReader(new Uint8Array(9).fill(255)).varint()).toThrow('too long');
});

test('lengths are exact to 127, never too high, and less than 6.3 % too low', () => {
  for (let length = 0; length < 31_000; length += 1) {
    const decoded = lengthOfByte[byteOfLength(length)]!;
    expect(decoded).toBeLessThanOrEqual(length);
    expect(decoded).toBeGreaterThan(length < 128 ? length - 1 : length * 0.937);
  }
  for (let byte = 0; byte < 256; byte += 1) expect(byteOfLength(lengthOfByte[byte]!)).toBe(byte);
  expect(byteOfLength(1e9)).toBe(255);
});
