/** What programs of tables take for the beginning of a formula, also behind blanks, and in its wide form. */
const formula = /^[\s\u00a0]*[=+\-@\t\r＝＋－＠]/;

/**
 * One line of CSV (RFC 4180, UTF-8). Text that a table program would run is written with an apostrophe before it, which they show and do not run; numbers
 * are numbers.
 */
export function csvLine(cells: readonly (string | number | bigint | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | bigint | null): string {
  if (value === null) return '';
  if (typeof value !== 'string') return value.toString();
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Tells table programs that what follows is UTF-8. */
export const csvMark = '\ufeff';
