import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParseFailure } from '../../reader.ts';
import { decodeBmp } from './bmp.ts';
import { readExifTurns } from './exif-orientation.ts';
import { decodeGif } from './gif.ts';
import { toGrey } from './rgba.ts';

/** 3 x 2 pixels: black, white, black; white, black, white. Made with the GIF89a specification's own bit order, code size 2. */
const gif = Buffer.from(
  '474946383961030002008000000000 00ffffff2c00000000030002000002 0344625 1003b'.replaceAll(' ', ''),
  'hex',
);

function bmp(bits: 1 | 24): Uint8Array {
  const bytes = Buffer.alloc(54 + 8 + 32);
  bytes.write('BM');
  bytes.writeUInt32LE(62, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(2, 18);
  bytes.writeInt32LE(2, 22);
  bytes.writeUInt16LE(bits, 28);
  bytes.writeUInt32LE(0x00ff_ffff, 58);
  if (bits === 1) {
    bytes[62] = 0b0100_0000;
    bytes[66] = 0b1000_0000;
  } else {
    bytes.fill(255, 65, 68);
    bytes.fill(255, 70, 73);
  }
  return bytes;
}

describe('decoders', () => {
  it.each([1, 24] as const)('read a bitmap of %d bits from the bottom up', (bits) => {
    expect([...toGrey(decodeBmp(bmp(bits))).pixels]).toEqual(
      [255, 0, 0, 255].map((value) => expect.closeTo(value, -0.5)),
    );
  });

  it('read or refuse any bytes by name', () => {
    const starts = [gif, Buffer.from(bmp(1)), Buffer.from(bmp(24))];
    fc.assert(
      fc.property(
        fc.nat(2),
        fc.array(fc.tuple(fc.nat(100), fc.nat(255)), { maxLength: 12 }),
        fc.uint8Array({ maxLength: 60 }),
        (which, flips, tail) => {
          const bytes = Buffer.concat([starts[which] as Buffer, tail]);
          for (const [at, value] of flips) if (at < bytes.length) bytes[at] = value;
          try {
            const { width, height, rgba } = which === 0 ? decodeGif(bytes) : decodeBmp(bytes);
            expect(rgba.length).toBe(width * height * 4);
          } catch (error) {
            expect(error).toBeInstanceOf(ParseFailure);
          }
          expect([0, 1, 2, 3]).toContain(readExifTurns(bytes));
        },
      ),
      { numRuns: 400 },
    );
  });

  it('find the orientation in EXIF', () => {
    const jpeg = (orientation: number): Uint8Array =>
      Buffer.from(`ffd8ffe1001e45786966000049492a0008000000010012010300010000000${orientation}0000000000`, 'hex');
    expect([1, 3, 6, 8].map((orientation) => readExifTurns(jpeg(orientation)))).toEqual([0, 2, 1, 3]);
  });
});
