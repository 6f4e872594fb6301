import type { TextBlock } from '../document-queries.ts';
import type { TextRange } from '../place.ts';
import type { Turns } from './page-layout.ts';

/** x0, y0, x1, y1 as fractions of the page as it is shown, origin at the top left. */
export type Rect = readonly [x0: number, y0: number, x1: number, y1: number];

type LinedBlock = { place: Pick<TextBlock['place'], 'lines'> };

/** What characters of a block cover on its page: one rectangle a line, cut to the characters in proportion. */
export function rectsOf(block: LinedBlock, range: TextRange): Rect[] {
  const rects: Rect[] = [];
  for (const { start, end, rect } of block.place.lines ?? []) {
    const from = Math.max(start, range.start);
    const to = Math.min(end, range.end);
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = rect;
    if (from >= to) continue;
    const perCharacter = (x1 - x0) / (end - start);
    rects.push([x0 + (from - start) * perCharacter, y0, x0 + (to - start) * perCharacter, y1]);
  }
  return rects;
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
