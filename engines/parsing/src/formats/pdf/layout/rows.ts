import type { Segment } from './segments.ts';

/** Segments on one baseline, from left to right. */
export type Row = {
  segments: Segment[];
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  baseline: number;
  height: number;
};

/** Baselines closer than this share of the height are one row. */
const SAME_ROW = 0.4;

/** Sorts segments into rows from top to bottom. n log n. */
export function buildRows(segments: readonly Segment[]): Row[] {
  const sorted = [...segments].sort((a, b) => a.baseline - b.baseline || a.x0 - b.x0);
  const rows: Row[] = [];
  for (const segment of sorted) {
    const row = rows.at(-1);
    const tolerance = SAME_ROW * Math.min(segment.height, row?.height ?? segment.height);
    if (row && segment.baseline - row.baseline <= tolerance) add(row, segment);
    else rows.push(start(segment));
  }
  for (const row of rows) row.segments.sort((a, b) => a.x0 - b.x0);
  return rows;
}

function start(segment: Segment): Row {
  const { x0, y0, x1, y1, baseline, height } = segment;
  return { segments: [segment], x0, y0, x1, y1, baseline, height };
}

function add(row: Row, segment: Segment): void {
  row.segments.push(segment);
  row.x0 = Math.min(row.x0, segment.x0);
  row.y0 = Math.min(row.y0, segment.y0);
  row.x1 = Math.max(row.x1, segment.x1);
  row.y1 = Math.max(row.y1, segment.y1);
  row.height = Math.max(row.height, segment.height);
}

/** Stretches of x that no segment of these rows covers, between their leftmost and rightmost ink. */
export function findGaps(rows: readonly Row[], minWidth: number): [number, number][] {
  return gapsBetween(
    rows.flatMap((row) => row.segments),
    minWidth,
  );
}

/** The same for words: also finds columns so close together that their cells run into one segment. */
export function findWordGaps(rows: readonly Row[], minWidth: number): [number, number][] {
  return gapsBetween(
    rows.flatMap((row) => row.segments.flatMap((segment) => segment.words)),
    minWidth,
  );
}

function gapsBetween(spans: readonly { x0: number; x1: number }[], minWidth: number): [number, number][] {
  const sorted = [...spans].sort((a, b) => a.x0 - b.x0);
  const gaps: [number, number][] = [];
  let right = Number.POSITIVE_INFINITY;
  for (const { x0, x1 } of sorted) {
    if (x0 - right >= minWidth) gaps.push([right, x0]);
    right = right === Number.POSITIVE_INFINITY ? x1 : Math.max(right, x1);
  }
  return gaps;
}
