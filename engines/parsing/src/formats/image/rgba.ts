import type { GreyImage } from '../../ocr/grey-image.ts';
import { ParseFailure } from '../../reader.ts';

/** Four bytes a pixel, row by row from the top. `dpi` only where the file says so. */
export type RgbaImage = { width: number; height: number; rgba: Uint8Array | Uint8ClampedArray; dpi?: number };

/** Some A2 sheet at 300 dpi; above it one picture would take the memory of the whole child. */
const MAX_PIXELS = 60_000_000;

/** Checks a claimed size before anything is allocated for it. @throws ParseFailure `too_large` or `broken`. */
export function ensureSize(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new ParseFailure('broken', 'the image has no size');
  if (width * height > MAX_PIXELS) throw new ParseFailure('too_large', `the image has ${width} x ${height} pixels`);
}

export function createCanvas(width: number, height: number): RgbaImage & { rgba: Uint8Array } {
  ensureSize(width, height);
  return { width, height, rgba: new Uint8Array(width * height * 4) };
}

/** What most scanners and screens would have, when a file does not say. */
const DEFAULT_DPI = 150;

/** Luma by ITU-R BT.601; transparent pixels lie on white paper. */
export function toGrey({ width, height, rgba, dpi }: RgbaImage): GreyImage {
  const pixels = new Uint8Array(width * height);
  for (let i = 0, at = 0; i < pixels.length; i++, at += 4) {
    const luma = ((rgba[at] as number) * 77 + (rgba[at + 1] as number) * 150 + (rgba[at + 2] as number) * 29) >> 8;
    const alpha = rgba[at + 3] as number;
    pixels[i] = alpha === 255 ? luma : 255 - ((((255 - luma) * alpha) / 255) | 0);
  }
  return { width, height, pixels, dpi: dpi !== undefined && dpi >= 50 && dpi <= 1200 ? dpi : DEFAULT_DPI };
}
