import type { Glyph } from './layout/segments.ts';
import type { PageSpace } from './page-space.ts';
import type { Pdfium } from './pdfium.ts';

/** Quarter turns of the writing on the shown page: 0 across, 1 up the page (turned left), 2 upside down, 3 down the page. */
export type Direction = 0 | 1 | 2 | 3;

export type PageGlyphs = {
  /** Glyphs by direction of writing, each in coordinates in which its lines run across. Empty directions are missing. */
  layers: { direction: Direction; glyphs: Glyph[] }[];
  characters: number;
};

const BOLD_WEIGHT = 600;
const MAX_FONT_NAME = 128;

/** Reads every character of a page with its place. About a microsecond each. */
export function readGlyphs(pdfium: Pdfium, page: number, space: PageSpace): PageGlyphs {
  const { call } = pdfium;
  const text = call.FPDFText_LoadPage(page);
  if (text === 0) return { layers: [], characters: 0 };
  const layers = new Map<Direction, Glyph[]>();
  let characters = 0;
  const scratch = call.malloc(48 + MAX_FONT_NAME);
  try {
    const count = call.FPDFText_CountChars(text);
    let object = -1;
    let bold = false;
    let direction: Direction = 0;
    let floats = new Float32Array(call.memory.buffer, scratch, 4);
    let doubles = new Float64Array(call.memory.buffer, scratch + 16, 2);
    for (let i = 0; i < count; i++) {
      const code = call.FPDFText_GetUnicode(text, i);
      if (code === 32 || code === 13 || code === 10 || code === 9 || code === 0xa0) {
        if (code !== 13) layers.get(direction)?.push(separator);
        continue;
      }
      const owner = call.FPDFText_GetTextObject(text, i);
      if (owner !== object) {
        object = owner;
        bold = isBold(pdfium, text, i, scratch + 32);
        direction = readDirection(call.FPDFText_GetCharAngle(text, i), space);
      }
      if (!call.FPDFText_GetLooseCharBox(text, i, scratch)) continue;
      call.FPDFText_GetCharOrigin(text, i, scratch + 16, scratch + 24);
      if (floats.length === 0) {
        // The memory has grown and the old views are gone.
        floats = new Float32Array(call.memory.buffer, scratch, 4);
        doubles = new Float64Array(call.memory.buffer, scratch + 16, 2);
      }
      const [ax, ay] = space.toShown(floats[0] as number, floats[1] as number);
      const [bx, by] = space.toShown(floats[2] as number, floats[3] as number);
      const [ox, oy] = space.toShown(doubles[0] as number, doubles[1] as number);
      const glyph = turn(space, direction, ax, ay, bx, by, ox, oy);
      glyph.text = toText(code);
      glyph.bold = bold;
      characters++;
      const layer = layers.get(direction);
      if (layer) layer.push(glyph);
      else layers.set(direction, [glyph]);
    }
  } finally {
    call.free(scratch);
    call.FPDFText_ClosePage(text);
  }
  const sorted = [...layers].map(([direction, glyphs]) => ({ direction, glyphs }));
  return { layers: sorted.sort((a, b) => b.glyphs.length - a.glyphs.length), characters };
}

const separator: Glyph = { text: ' ', x0: 0, y0: 0, x1: 0, y1: 0, baseline: 0, bold: false, space: true };

/**
 * PDFium marks a hyphen at the end of a line with U+0002, and many fonts map their ordinary hyphen to U+00AD. Whether a word was
 * divided there is decided when lines are joined.
 */
function toText(code: number): string {
  if (code === 2 || code === 0xad) return '-';
  if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) return '\ufffd';
  if (code >= 0xfb00 && code <= 0xfb06) return ligatures[code - 0xfb00] as string;
  return String.fromCodePoint(code);
}

const ligatures = ['ff', 'fi', 'fl', 'ffi', 'ffl', 'st', 'st'];

function isBold(pdfium: Pdfium, text: number, index: number, buffer: number): boolean {
  const { call } = pdfium;
  if (call.FPDFText_GetFontWeight(text, index) >= BOLD_WEIGHT) return true;
  const length = Math.min(MAX_FONT_NAME, call.FPDFText_GetFontInfo(text, index, buffer, MAX_FONT_NAME, 0));
  if (length <= 1) return false;
  return /bold|black|heavy|demi/i.test(Buffer.from(call.memory.buffer, buffer, length - 1).toString('latin1'));
}

/** PDFium counts the angle clockwise in user space; the page's own rotation is in `space`. */
function readDirection(angle: number, space: PageSpace): Direction {
  const [x0, y0] = space.toShown(0, 0);
  const [x1, y1] = space.toShown(Math.cos(angle), -Math.sin(angle));
  const dx = x1 - x0;
  const dy = y1 - y0;
  if (Math.abs(dx) >= Math.abs(dy)) return dx >= 0 ? 0 : 2;
  return dy < 0 ? 1 : 3;
}

/** Turns the page so that writing of this direction runs across from left to right. */
function turn(
  { width, height }: PageSpace,
  direction: Direction,
  ax: number,
  ay: number,
  bx: number,
  by: number,
  ox: number,
  oy: number,
): Glyph {
  const x = (px: number, py: number): number =>
    direction === 0 ? px : direction === 1 ? height - py : direction === 2 ? width - px : py;
  const y = (px: number, py: number): number =>
    direction === 0 ? py : direction === 1 ? px : direction === 2 ? height - py : width - px;
  const u0 = x(ax, ay);
  const u1 = x(bx, by);
  const v0 = y(ax, ay);
  const v1 = y(bx, by);
  return {
    text: '',
    x0: Math.min(u0, u1),
    y0: Math.min(v0, v1),
    x1: Math.max(u0, u1),
    y1: Math.max(v0, v1),
    baseline: y(ox, oy),
    bold: false,
    space: false,
  };
}

/** A rectangle of a turned layer as fractions of the shown page. */
export function toFractions(
  { width, height }: Pick<PageSpace, 'width' | 'height'>,
  direction: Direction,
  rect: readonly [number, number, number, number],
): [number, number, number, number] {
  const [x0, y0, x1, y1] = rect;
  const shown: readonly [number, number, number, number] =
    direction === 0
      ? [x0, y0, x1, y1]
      : direction === 1
        ? [y0, height - x1, y1, height - x0]
        : direction === 2
          ? [width - x1, height - y1, width - x0, height - y0]
          : [width - y1, x0, width - y0, x1];
  return [clamp(shown[0] / width), clamp(shown[1] / height), clamp(shown[2] / width), clamp(shown[3] / height)];
}

/** Four places are a twentieth of a point on an A4 page; more digits would only fatten what is stored. */
function clamp(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
}
