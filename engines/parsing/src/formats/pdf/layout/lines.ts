import type { Row } from './rows.ts';

/** One line of running text, in points of its layer. */
export type Line = {
  text: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  baseline: number;
  height: number;
  bold: boolean;
};

/** A row read from left to right, whatever the gaps in it. */
export function toLine(row: Row): Line {
  const { x0, y0, x1, y1, baseline } = row;
  const length = row.segments.reduce((sum, segment) => sum + segment.text.length, 0);
  const weighted = row.segments.reduce((sum, segment) => sum + segment.height * segment.text.length, 0);
  const bold = row.segments.reduce((sum, segment) => sum + (segment.bold ? segment.text.length : 0), 0);
  return {
    text: row.segments.map((segment) => segment.text).join(' '),
    x0,
    y0,
    x1,
    y1,
    baseline,
    height: weighted / Math.max(1, length),
    bold: bold * 2 > length,
  };
}
