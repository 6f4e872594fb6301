/** Letters of a 1-based column: 1 is A, 27 is AA. */
export function columnName(column: number): string {
  let name = '';
  for (let rest = column; rest > 0; rest = Math.floor((rest - 1) / 26))
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name;
  return name;
}

/** Address of a cell, 1-based: `C4`. */
export function cellRef(row: number, column: number): string {
  return `${column <= 26 ? letters[column - 1]! : columnName(column)}${row}`;
}

const letters = Array.from({ length: 26 }, (_, at) => String.fromCharCode(65 + at));

/** 1-based row and column of an address such as `C4` or `$C$4`; null for anything else. */
export function parseCellRef(ref: string): { row: number; column: number } | null {
  let at = 0;
  let column = 0;
  let row = 0;
  if (ref.charCodeAt(at) === 36) at += 1;
  for (; at < ref.length; at += 1) {
    const code = ref.charCodeAt(at) & ~32;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  if (ref.charCodeAt(at) === 36) at += 1;
  for (; at < ref.length; at += 1) {
    const digit = ref.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    row = row * 10 + digit;
  }
  return column > 0 && row > 0 && column <= 16_384 && row <= 1_048_576 ? { row, column } : null;
}

export type CellArea = { top: number; left: number; bottom: number; right: number };

/** An area such as `A1:C9` or a single address; null for anything else. */
export function parseArea(area: string): CellArea | null {
  const [from, to] = area.split(':');
  const start = parseCellRef(from ?? '');
  const end = to === undefined ? start : parseCellRef(to);
  if (start === null || end === null) return null;
  return {
    top: Math.min(start.row, end.row),
    left: Math.min(start.column, end.column),
    bottom: Math.max(start.row, end.row),
    right: Math.max(start.column, end.column),
  };
}
