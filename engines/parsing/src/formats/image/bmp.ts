import { ParseFailure } from '../../reader.ts';
import { createCanvas, type RgbaImage } from './rgba.ts';

const RGB = 0;
const BIT_FIELDS = 3;

/**
 * Decodes an uncompressed Windows bitmap of 1, 4, 8, 16 (5-5-5), 24 or 32 bits ([MS-WMF] 2.2.2.9, BITMAPINFOHEADER and later).
 * @throws ParseFailure `unsupported` for run-length and embedded encodings, `broken`, `too_large`.
 */
export function decodeBmp(bytes: Uint8Array): RgbaImage {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 54) throw new ParseFailure('broken', 'the bitmap is cut off');
  const start = view.getUint32(10, true);
  const headerBytes = view.getUint32(14, true);
  if (headerBytes < 40) throw new ParseFailure('unsupported', 'bitmaps of OS/2 are not read');
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const height = Math.abs(signedHeight);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  if (compression !== RGB && !(compression === BIT_FIELDS && bits === 32)) {
    throw new ParseFailure('unsupported', 'compressed bitmaps are not read');
  }
  const canvas = createCanvas(width, height);
  const stride = Math.ceil((width * bits) / 32) * 4;
  if (start + stride * height > bytes.length) throw new ParseFailure('broken', 'the bitmap is cut off');
  const palette = 14 + headerBytes;
  for (let y = 0; y < height; y++) {
    const row = start + (signedHeight > 0 ? height - 1 - y : y) * stride;
    for (let x = 0; x < width; x++) {
      const [r, g, b] = readPixel(view, row, x, bits, palette);
      const at = (y * width + x) * 4;
      canvas.rgba[at] = r;
      canvas.rgba[at + 1] = g;
      canvas.rgba[at + 2] = b;
      canvas.rgba[at + 3] = 255;
    }
  }
  return canvas;
}

function readPixel(view: DataView, row: number, x: number, bits: number, palette: number): [number, number, number] {
  if (bits === 24 || bits === 32) {
    const at = row + x * (bits / 8);
    return [view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at)];
  }
  if (bits === 16) {
    const value = view.getUint16(row + x * 2, true);
    return [((value >> 10) & 31) << 3, ((value >> 5) & 31) << 3, (value & 31) << 3];
  }
  if (bits !== 1 && bits !== 4 && bits !== 8) throw new ParseFailure('broken', `bitmaps of ${bits} bits do not exist`);
  const perByte = 8 / bits;
  const shift = 8 - bits * ((x % perByte) + 1);
  const index = (view.getUint8(row + Math.floor(x / perByte)) >> shift) & ((1 << bits) - 1);
  const at = palette + index * 4;
  if (at + 3 > view.byteLength) throw new ParseFailure('broken', 'the bitmap has no palette');
  return [view.getUint8(at + 2), view.getUint8(at + 1), view.getUint8(at)];
}
