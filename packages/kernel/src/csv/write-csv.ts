/** A cell: text of people, or a number that a program wrote ("-12.50"), which stays a number. */
export type CsvCell = string | number | bigint | null;

/**
 * RFC 4180 with CRLF. A spreadsheet takes a cell that begins with = + - @ (or a tab or return before one) for a formula and runs it; such text of people gets an
 * apostrophe before it, as OWASP recommends, while plain decimal numbers stay as they are. Linear.
 */
export function writeCsv(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  const lines = [header.map(cellOf).join(',')];
  for (const row of rows) lines.push(row.map(cellOf).join(','));
  return `${lines.join('\r\n')}\r\n`;
}

const number = /^-?\d{1,30}(\.\d{1,30})?$/;
// Full-width forms too: some spreadsheets fold them.
const formula = /^(\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n])/;

function cellOf(cell: CsvCell): string {
  if (cell === null) return '';
  const text = String(cell);
  if (number.test(text)) return text;
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n;]/.test(harmless) || harmless !== harmless.trim() ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
