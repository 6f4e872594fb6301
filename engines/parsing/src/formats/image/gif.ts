import { ParseFailure } from '../../reader.ts';
import { createCanvas, type RgbaImage } from './rgba.ts';

type Palette = { at: number; size: number };

/**
 * Decodes the first picture of a GIF (GIF89a specification, W3C 1990); what an animation shows later is not looked at.
 * @throws ParseFailure `broken`, `too_large`.
 */
export function decodeGif(bytes: Uint8Array): RgbaImage & { animated: boolean } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 13) throw new ParseFailure('broken', 'the GIF is cut off');
  const screen = view.getUint8(10);
  const common: Palette | null = screen & 0x80 ? { at: 13, size: 2 << (screen & 7) } : null;
  let at = 13 + (common ? common.size * 3 : 0);
  let transparent = -1;
  while (at < bytes.length && bytes[at] !== 0x2c) {
    if (bytes[at] !== 0x21) throw new ParseFailure('broken', 'the GIF holds no picture');
    if (bytes[at + 1] === 0xf9 && ((bytes[at + 3] ?? 0) & 1) === 1) transparent = bytes[at + 6] ?? -1;
    at = skipBlocks(bytes, at + 2);
  }
  if (at + 10 > bytes.length) throw new ParseFailure('broken', 'the GIF is cut off');
  const width = view.getUint16(at + 5, true);
  const height = view.getUint16(at + 7, true);
  const flags = view.getUint8(at + 9);
  const own: Palette | null = flags & 0x80 ? { at: at + 10, size: 2 << (flags & 7) } : null;
  const palette = own ?? common;
  if (!palette) throw new ParseFailure('broken', 'the GIF has no palette');
  const data = at + 10 + (own ? own.size * 3 : 0);
  const canvas = createCanvas(width, height);
  const indexes = unpackLzw(bytes, data, width * height);
  paint(canvas, indexes, bytes, palette, transparent, (flags & 0x40) !== 0);
  const end = skipBlocks(bytes, data + 1);
  return { ...canvas, animated: bytes.indexOf(0x2c, end) >= 0 && bytes[end] !== 0x3b };
}

/** Sub-blocks: a length and that many bytes, until a length of 0. Gives where the next block starts. */
function skipBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] !== 0) at += 1 + (bytes[at] as number);
  return at + 1;
}

function paint(
  { width, height, rgba }: RgbaImage,
  indexes: Uint8Array,
  bytes: Uint8Array,
  palette: Palette,
  transparent: number,
  interlaced: boolean,
): void {
  const order = interlaced ? interlacedRows(height) : null;
  for (let row = 0; row < height; row++) {
    const y = order ? (order[row] as number) : row;
    for (let x = 0; x < width; x++) {
      const index = indexes[row * width + x] as number;
      const from = palette.at + Math.min(index, palette.size - 1) * 3;
      const to = (y * width + x) * 4;
      rgba[to] = bytes[from] ?? 0;
      rgba[to + 1] = bytes[from + 1] ?? 0;
      rgba[to + 2] = bytes[from + 2] ?? 0;
      rgba[to + 3] = index === transparent ? 0 : 255;
    }
  }
}

function interlacedRows(height: number): number[] {
  const rows: number[] = [];
  for (const [start, step] of [
    [0, 8],
    [4, 8],
    [2, 4],
    [1, 2],
  ] as const) {
    for (let y = start; y < height; y += step) rows.push(y);
  }
  return rows;
}

/** Variable-length LZW, appendix F. Missing data leave index 0, as browsers show a file that is still loading. */
function unpackLzw(bytes: Uint8Array, start: number, count: number): Uint8Array {
  const out = new Uint8Array(count);
  const rootBits = bytes[start] ?? 0;
  if (rootBits < 1 || rootBits > 11) throw new ParseFailure('broken', 'the GIF has an impossible code size');
  const clear = 1 << rootBits;
  const prefix = new Int32Array(4096);
  const suffix = new Uint8Array(4096);
  const stack = new Uint8Array(4097);
  let next = clear + 2;
  let bits = rootBits + 1;
  let previous = -1;
  let first = 0;
  let filled = 0;
  for (const code of readCodes(bytes, start + 1, () => bits)) {
    if (code === clear + 1 || filled >= count) break;
    if (code === clear) {
      next = clear + 2;
      bits = rootBits + 1;
      previous = -1;
      continue;
    }
    if (code > next || (code === next && previous < 0)) throw new ParseFailure('broken', 'the GIF data are damaged');
    let depth = 0;
    let at = code;
    if (code === next) {
      stack[depth++] = first;
      at = previous;
    }
    while (at >= clear) {
      stack[depth++] = suffix[at] as number;
      at = prefix[at] as number;
    }
    first = at;
    stack[depth++] = first;
    while (depth > 0 && filled < count) out[filled++] = stack[--depth] as number;
    if (previous >= 0 && next < 4096) {
      prefix[next] = previous;
      suffix[next] = first;
      next++;
      if (next === 1 << bits && bits < 12) bits++;
    }
    previous = code;
  }
  return out;
}

function* readCodes(bytes: Uint8Array, start: number, width: () => number): Generator<number> {
  let pool = 0;
  let held = 0;
  let at = start;
  for (let size = bytes[at++] ?? 0; size > 0; size = bytes[at++] ?? 0) {
    for (const end = Math.min(at + size, bytes.length); at < end; at++) {
      pool |= (bytes[at] as number) << held;
      held += 8;
      for (let bits = width(); held >= bits; bits = width()) {
        yield pool & ((1 << bits) - 1);
        pool >>>= bits;
        held -= bits;
      }
    }
    if (at >= bytes.length) return;
  }
}
