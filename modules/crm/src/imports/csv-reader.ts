import { UnreadableFileError } from '../crm.errors.ts';

export type CsvRow = { line: number; cells: string[] };

/** No cell and no row of a sane file is larger; one open quote must not swallow the memory. */
const maxCell = 65_536;
const maxCells = 500;

/**
 * Rows of a CSV file (RFC 4180, any of CRLF, LF, CR as line ends, quotes doubled inside quotes), as they arrive: memory is that of one row. Empty lines
 * are passed over. `line` is where the row begins in the file, from 1.
 * @throws UnreadableFileError for a quote that never ends and for cells or rows past all bounds
 */
export async function* readCsv(texts: AsyncIterable<string>, delimiter: string): AsyncGenerator<CsvRow> {
  let cells: string[] = [];
  let cell = '';
  let state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  let line = 1;
  let begins = 1;
  let isAfterReturn = false;

  const endCell = () => {
    cells.push(cell);
    cell = '';
    state = 'start';
    if (cells.length > maxCells) throw tooLarge(begins);
  };

  for await (const text of texts) {
    let from = 0;
    const take = (to: number) => {
      cell += text.slice(from, to);
      from = to + 1;
      if (cell.length > maxCell) throw tooLarge(begins);
    };
    for (let i = 0; i < text.length; i += 1) {
      const char = text[i]!;
      if (isAfterReturn) {
        isAfterReturn = false;
        if (char === '\n') {
          from = i + 1;
          continue;
        }
      }
      if (state === 'quoted') {
        if (char === '"') {
          take(i);
          state = 'quote';
        } else if (char === '\n') line += 1;
        continue;
      }
      if (char === '"' && state === 'start') {
        state = 'quoted';
        from = i + 1;
      } else if (char === '"' && state === 'quote') {
        cell += '"';
        state = 'quoted';
        from = i + 1;
      } else if (char === delimiter) {
        take(i);
        endCell();
      } else if (char === '\n' || char === '\r') {
        take(i);
        endCell();
        const isEmpty = cells.length === 1 && cells[0] === '';
        if (!isEmpty) yield { line: begins, cells };
        cells = [];
        line += 1;
        begins = line;
        isAfterReturn = char === '\r';
      } else if (state !== 'plain') state = 'plain';
    }
    cell += text.slice(from);
    if (cell.length > maxCell) throw tooLarge(begins);
  }
  if (state === 'quoted')
    throw new UnreadableFileError(`A quotation mark in line ${begins} is never closed.`, [
      { path: `line/${begins}`, message: 'open quote' },
    ]);
  if (cell !== '' || cells.length > 0) {
    cells.push(cell);
    yield { line: begins, cells };
  }
}

/** The mark that parts the columns: the one that the first line has most of. */
export function guessDelimiter(firstLine: string): string {
  const outside = firstLine.replace(/"[^"]*"/g, '');
  const counts = [',', ';', '\t', '|'].map((mark) => ({ mark, count: outside.split(mark).length - 1 }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).mark;
}

function tooLarge(line: number): UnreadableFileError {
  return new UnreadableFileError(`The row that begins in line ${line} is too large; is a quotation mark missing?`, [
    { path: `line/${line}`, message: 'too large' },
  ]);
}
