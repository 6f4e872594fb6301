/** A row of a table before it is a block: only cells that hold text, by ascending 1-based column. */
export type RowDraft = {
  row: number;
  cells: readonly CellDraft[];
  /** The file says that this row is a heading of the table. */
  header?: boolean;
  part: number;
  /** First line in a plain-text source. */
  line?: number;
};

export type CellDraft = {
  column: number;
  /** Columns covered, 1 when absent. */
  span?: number;
  text: string;
  bold?: boolean;
  /** Address when it is not that of the row and column: a merged cell that reaches down from above. */
  ref?: string;
};

/** Which leading rows are headings: rows `from..to-1` of those given. `from === to` when there is none. */
export type HeaderRows = { from: number; to: number };

const none: HeaderRows = { from: 0, to: 0 };

const number = /^[\s$€£¥%()+\-–.,\d/:'’]*\d[\s$€£¥%()+\-–.,\d/:'’]*$/;
const amount = /^(?:bs\.?|usd|eur|us\$|r\$|[$€£])?\s*-?[\d.,]+\s*(?:bs\.?|usd|eur|%|[$€£])?$/i;

export function looksNumeric(text: string): boolean {
  return text.length < 40 && (number.test(text) || amount.test(text));
}

/**
 * Decides from the first rows of a table whether it has column headings. A wrong heading is worse than none (`Plazo: ACME`), so two-column
 * tables, which are mostly forms of label and value, need evidence: the file's own mark, bold type, or a column of numbers below.
 */
export function findHeader(rows: readonly RowDraft[]): HeaderRows {
  let marked = 0;
  while (marked < rows.length && rows[marked]!.header) marked += 1;
  if (marked > 0) return marked < rows.length || rows.length === 1 ? { from: 0, to: marked } : { from: 0, to: 1 };
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  // Titles of one cell stand above many tables.
  let at = 0;
  while (at < rows.length && rows[at]!.cells.length <= 1) at += 1;
  const candidate = rows[at];
  const body = rows.slice(at + 1).filter((row) => row.cells.length > 1 || width === 1);
  if (candidate === undefined || body.length === 0 || width < 2) return none;
  if (candidate.cells.length < Math.max(2, Math.ceil(width * 0.6))) return none;
  const labels = candidate.cells.map((cell) => cell.text.trim());
  const plausible = labels.every((label) => label.length <= 80 && !looksNumeric(label) && !label.endsWith(':'));
  if (!plausible || new Set(labels).size < labels.length) return none;
  const numericBelow = candidate.cells.some((cell) => {
    const below = body
      .map((row) => row.cells.find((each) => each.column === cell.column))
      .filter((each) => each !== undefined);
    return below.length > 0 && below.filter((each) => looksNumeric(each.text)).length * 2 > below.length;
  });
  const bold = candidate.cells.every((cell) => cell.bold) && !body.every((row) => row.cells.every((cell) => cell.bold));
  const form = body.some((row) => row.cells[0]!.text.trim().endsWith(':'));
  const grid = width >= 3 && body.length >= 2 && !form && labels.every((label) => label.length <= 50);
  return numericBelow || bold || grid ? { from: at, to: at + 1 } : none;
}

/** Heading of each column, headings over several rows joined by ` / `, a spanning heading counted for each column that it covers. */
export function headerLabels(rows: readonly RowDraft[]): ReadonlyMap<number, string> {
  const labels = new Map<number, string>();
  for (const row of rows) {
    for (const cell of row.cells) {
      const text = cell.text.replace(/\s+/g, ' ').trim();
      for (let column = cell.column; column < cell.column + Math.min(cell.span ?? 1, 1_000); column += 1) {
        const above = labels.get(column);
        if (above === undefined) labels.set(column, text);
        else if (above !== text && text !== '') labels.set(column, `${above} / ${text}`);
      }
    }
  }
  return labels;
}
