import type { TextBlock } from '../document-queries.ts';
import type { TextRange } from '../place.ts';
import type { Turns } from './page-layout.ts';

/** x0, y0, x1, y1 as fractions of the page as it is shown, origin at the top left. */
export type Rect = readonly [x0: number, y0: number, x1: number, y1: number];

type LinedBlock = { text: string; place: Pick<TextBlock['place'], 'lines'> };

/** How wide a text is, in any unit. */
export type Measure = (text: string) => number;

/** Narrower than it is high, with more than a few characters: a line that runs up or down the page. */
const isUpright = (x0: number, y0: number, x1: number, y1: number, characters: number): boolean =>
  characters > 3 && y1 - y0 > x1 - x0;

/**
 * What characters of a block cover on its page: one rectangle a line, cut to the characters by their share of the line's width. Of a line that runs up
 * or down, which way is not known, so all of it is covered.
 */
export function rectsOf(block: LinedBlock, range: TextRange, measure: Measure = (text) => text.length): Rect[] {
  const rects: Rect[] = [];
  for (const { start, end, rect } of block.place.lines ?? []) {
    const from = Math.max(start, range.start);
    const to = Math.min(end, range.end);
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = rect;
    if (from >= to) continue;
    if (isUpright(x0, y0, x1, y1, end - start)) {
      rects.push([x0, y0, x1, y1]);
      continue;
    }
    const width = measure(block.text.slice(start, end)) || 1;
    const xAt = (character: number): number => x0 + (measure(block.text.slice(start, character)) / width) * (x1 - x0);
    rects.push([xAt(from), y0, xAt(to), y1]);
  }
  return rects;
}

let context: CanvasRenderingContext2D | null = null;

/** As wide as a common face would set it; near enough to tell one word of a line from the next. */
export function typeset(text: string): number {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return text.length;
  context.font = '100px Arial, Helvetica, sans-serif';
  return context.measureText(text).width;
}

/** Where a rectangle lies after the reader has turned the page. */
export function turnRect([x0, y0, x1, y1]: Rect, turns: Turns): Rect {
  if (turns === 1) return [1 - y1, x0, 1 - y0, x1];
  if (turns === 2) return [1 - x1, 1 - y1, 1 - x0, 1 - y0];
  if (turns === 3) return [y0, 1 - x1, y1, 1 - x0];
  return [x0, y0, x1, y1];
}

/** As CSS wants it, in hundredths of the page. */
export function percentBox([x0, y0, x1, y1]: Rect) {
  const percent = (value: number): string => `${value * 100}%`;
  return { left: percent(x0), top: percent(y0), width: percent(x1 - x0), height: percent(y1 - y0) };
}
