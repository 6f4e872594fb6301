import { buildRows, findGaps, type Row } from './rows.ts';

/** Rows in reading order. Each inner list is one column of running text (or the whole width between columns). */
export type Column = readonly Row[];

/** Rows that are looked at together to see where a gutter could be. */
const PROBE_ROWS = 5;
/** A gutter is at least this many line heights wide. */
const MIN_GUTTER = 0.7;
/** A column of running text has at least this many lines, in stretches of at least this many characters on average: cells of a table are shorter. */
const MIN_LINES = 4;
const MIN_STRETCH_CHARACTERS = 18;
/** White space of more line heights than this ends the columns. */
const MAX_PAUSE = 7;
/** Columns in columns: three or four beside each other are as many as pages have. */
const MAX_DEPTH = 4;

/**
 * Finds columns of running text and puts them one after the other. A gutter is a vertical stretch that stays white over several rows
 * with prose on both sides; tables have white stretches too, but short cells, and stay rows. Quadratic at worst in the rows of a page,
 * linear in practice.
 */
export function splitColumns(rows: readonly Row[], depth = 0): Column[] {
  const columns: Column[] = [];
  let plain: Row[] = [];
  let at = 0;
  while (at < rows.length) {
    const zone = depth < MAX_DEPTH ? findZone(rows, at) : null;
    if (zone === null) {
      plain.push(rows[at] as Row);
      at++;
      continue;
    }
    if (plain.length > 0) columns.push(plain);
    plain = [];
    columns.push(...splitColumns(zone.left, depth + 1), ...splitColumns(zone.right, depth + 1));
    at = zone.end;
  }
  if (plain.length > 0) columns.push(plain);
  return columns;
}

type Zone = { left: Row[]; right: Row[]; end: number };

function findZone(rows: readonly Row[], from: number): Zone | null {
  const height = (rows[from] as Row).height;
  const gaps = findGaps(rows.slice(from, from + PROBE_ROWS), MIN_GUTTER * height);
  let best: Zone | null = null;
  for (const gap of gaps) {
    if (!standsBeside(rows[from] as Row, gap)) continue;
    const end = followGutter(rows, from, gap, MIN_GUTTER * height);
    if (best !== null && end <= best.end) continue;
    const zone = cut(rows, from, end, gap);
    if (isProse(zone.left) && isProse(zone.right)) best = zone;
  }
  return best;
}

/** Columns begin where there is text on both sides: what stands above one of them alone is read before them all the same. */
function standsBeside({ segments }: Row, [a, b]: readonly [number, number]): boolean {
  return segments.some(({ x1 }) => x1 <= a) && segments.some(({ x0 }) => x0 >= b);
}

/** The first row at which the gutter is gone. Narrows `gap` to what stays white. */
function followGutter(rows: readonly Row[], from: number, gap: [number, number], minWidth: number): number {
  for (let at = from; at < rows.length; at++) {
    const row = rows[at] as Row;
    const before = rows[at - 1];
    if (at > from && before && row.y0 - before.y1 > MAX_PAUSE * row.height) return at;
    let [a, b] = gap;
    for (const segment of row.segments) {
      const middle = (segment.x0 + segment.x1) / 2;
      if (middle < (a + b) / 2) a = Math.max(a, segment.x1);
      else b = Math.min(b, segment.x0);
    }
    if (b - a < minWidth) return at;
    gap[0] = a;
    gap[1] = b;
  }
  return rows.length;
}

function cut(rows: readonly Row[], from: number, end: number, [a, b]: readonly [number, number]): Zone {
  const middle = (a + b) / 2;
  const segments = rows.slice(from, end).flatMap((row) => row.segments);
  return {
    left: buildRows(segments.filter((segment) => segment.x1 <= middle)),
    right: buildRows(segments.filter((segment) => segment.x0 >= middle)),
    end,
  };
}

/** Running text: enough lines, long stretches of it, most of them filling the column. */
function isProse(rows: readonly Row[]): boolean {
  if (rows.length < MIN_LINES) return false;
  const width = Math.max(...rows.map((row) => row.x1)) - Math.min(...rows.map((row) => row.x0));
  const stretches = rows.flatMap((row) => row.segments);
  const characters = stretches.reduce((sum, { text }) => sum + text.length, 0);
  const full = rows.filter((row) => row.x1 - row.x0 > 0.6 * width).length;
  return characters / stretches.length >= MIN_STRETCH_CHARACTERS && full >= rows.length * 0.5;
}
