import { findGaps, findWordGaps, type Row } from './rows.ts';
import { cutSegment, type Segment } from './segments.ts';

/** A table found in consecutive rows: one list of cells a row, null where a cell is empty. */
export type TableCell = { text: string; segments: readonly Segment[] };
export type FoundTable = { rows: (TableCell | null)[][]; header: boolean; from: number; end: number };

const MIN_ROWS = 3;
const MIN_GUTTER = 0.5;
const MANY_ROWS = 4;
const NARROW_GUTTER = 0.3;
const SPLIT_ROWS = 0.75;
/** Rows further apart than this many line heights are not of one table. */
const MAX_PAUSE = 3.2;
/** Share of the rows that must have at least two cells. */
const MIN_FULL_ROWS = 0.6;
const LEADERS = /\.{4,}|(?:\. ){4,}/;

/**
 * The table that begins at a row, or null. Its rows have cells that stand under each other with white stretches between the columns
 * all the way down; a row that leaves the first column empty continues the row above. Lists with dot leaders (contents) are no tables.
 */
export function findTable(rows: readonly Row[], from: number): FoundTable | null {
  if ((rows[from] as Row).segments.length < 2) return null;
  const end = findEnd(rows, from);
  if (end - from < MIN_ROWS) return null;
  const span = rows.slice(from, end);
  if (span.filter((row) => row.segments.some((segment) => LEADERS.test(segment.text))).length * 2 > span.length)
    return null;
  const height = (rows[from] as Row).height;
  const bounds = findBounds(span, height);
  if (bounds.length === 0) return null;
  const cells = mergeContinuations(
    span,
    span.map((row) => toCells(row, bounds)),
  );
  const full = cells.filter((row) => row.filter((cell) => cell !== null).length >= 2).length;
  if (cells.length < MIN_ROWS - 1 || full < cells.length * MIN_FULL_ROWS) return null;
  return { rows: cells, header: isHeader(cells), from, end };
}

/**
 * The middles of the white stretches between columns. In a table of many rows also narrow ones count, down to a word space: that words of
 * so many rows leave the same place free is no accident when most rows have something on both sides of it.
 */
function findBounds(span: readonly Row[], height: number): number[] {
  const wide = findGaps(span, MIN_GUTTER * height);
  const narrow = span.length < MANY_ROWS ? [] : findWordGaps(span, NARROW_GUTTER * height);
  const added = narrow.filter(
    ([a, b]) =>
      !wide.some(([c, d]) => a < d && b > c) &&
      span.filter((row) => isSplit(row, a, b)).length >= span.length * SPLIT_ROWS,
  );
  return [...wide, ...added].map(([a, b]) => (a + b) / 2).sort((a, b) => a - b);
}

/** Words close on both sides, so that the stretch parts something in this row. */
function isSplit(row: Row, a: number, b: number): boolean {
  const words = row.segments.flatMap((segment) => segment.words);
  return words.some((word) => word.x1 <= a + 0.01) && words.some((word) => word.x0 >= b - 0.01);
}

/** Extends downwards as long as at least one white stretch between columns remains. */
function findEnd(rows: readonly Row[], from: number): number {
  const height = (rows[from] as Row).height;
  let end = from;
  while (end < rows.length) {
    const row = rows[end] as Row;
    const before = rows[end - 1];
    if (end > from && before && row.y0 - before.y1 > MAX_PAUSE * height) break;
    if (findGaps(rows.slice(from, end + 1), MIN_GUTTER * height).length === 0) break;
    end++;
  }
  // Single lines at the end are the text that follows, unless they stand under an inner column.
  while (
    end > from &&
    (rows[end - 1] as Row).segments.length < 2 &&
    (rows[end - 1] as Row).x0 <= (rows[from] as Row).x0 + height
  )
    end--;
  return end;
}

function toCells(row: Row, bounds: readonly number[]): (TableCell | null)[] {
  const columns: Segment[][] = Array.from({ length: bounds.length + 1 }, () => []);
  for (const segment of row.segments.flatMap((whole) => cutSegment(whole, bounds))) {
    const middle = (segment.x0 + segment.x1) / 2;
    const column = bounds.findIndex((bound) => middle < bound);
    (columns[column < 0 ? bounds.length : column] as Segment[]).push(segment);
  }
  return columns.map((segments) =>
    segments.length === 0 ? null : { text: segments.map((segment) => segment.text).join(' '), segments },
  );
}

function mergeContinuations(span: readonly Row[], rows: readonly (TableCell | null)[][]): (TableCell | null)[][] {
  const merged: (TableCell | null)[][] = [];
  rows.forEach((cells, i) => {
    const above = merged.at(-1);
    const row = span[i] as Row;
    const before = span[i - 1];
    const close = before !== undefined && row.y0 - before.y1 < 0.35 * row.height;
    if (!above || cells[0] !== null || !close || above[0] === null) {
      merged.push(cells);
      return;
    }
    cells.forEach((cell, column) => {
      if (cell === null) return;
      const upper = above[column];
      above[column] = upper
        ? { text: `${upper.text} ${cell.text}`, segments: [...upper.segments, ...cell.segments] }
        : cell;
    });
  });
  return merged;
}

/** The first row names the columns when it alone is bold, or when it has no numbers and the rows under it do. */
function isHeader(rows: readonly (TableCell | null)[][]): boolean {
  const [first = [], ...rest] = rows;
  // The corner over the names of the rows may be empty.
  if (first.some((cell, column) => cell === null && column > 0)) return false;
  const bold = (row: readonly (TableCell | null)[]): boolean =>
    row.every((cell) => cell === null || cell.segments.every((segment) => segment.bold));
  if (bold(first) && rest.some((row) => !bold(row))) return true;
  const numeric = (row: readonly (TableCell | null)[]): boolean =>
    row.some((cell) => /^[-+€$\s]*\d[\d.,\s%€$]*$/.test(cell?.text ?? ''));
  return !numeric(first) && rest.filter(numeric).length > rest.length / 2;
}
