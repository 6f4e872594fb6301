export type CsvParser = { write(piece: string): void; end(): void };

const maxField = 1024 * 1024;

/**
 * RFC 4180 with the liberties that real files take: a quote inside an unquoted field is text, text after a closing quote is kept, records may be
 * ragged, a quote that never closes is text again after 1 MiB. `record` gets the fields and the 1-based line on which the record begins.
 * One record is held at a time.
 */
export function createCsvParser(
  dialect: { delimiter: string; quote: string },
  record: (fields: string[], line: number) => void,
): CsvParser {
  const delimiter = dialect.delimiter.charCodeAt(0);
  const quote = dialect.quote.charCodeAt(0);
  let rest = '';
  let line = 1;

  /** Index past the record that begins at `from`, or -1 when it does not end in the buffer. */
  const readRecord = (buffer: string, from: number, last: boolean): number => {
    const fields: string[] = [];
    let at = from;
    let lines = 0;
    for (;;) {
      let field = '';
      if (buffer.charCodeAt(at) === quote) {
        let start = at + 1;
        let close = buffer.indexOf(dialect.quote, start);
        while (close >= 0 && buffer.charCodeAt(close + 1) === quote) {
          field += buffer.slice(start, close + 1);
          start = close + 2;
          close = buffer.indexOf(dialect.quote, start);
        }
        if (close < 0 && !last && buffer.length - at < maxField) return -1;
        if (close === buffer.length - 1 && !last) return -1;
        if (close >= 0 && close - at < maxField) {
          field += buffer.slice(start, close);
          for (let next = buffer.indexOf('\n', at); next >= 0 && next < close; next = buffer.indexOf('\n', next + 1))
            lines += 1;
          at = close + 1;
        } else field = '';
      }
      let end = at;
      let code = buffer.charCodeAt(end);
      while (end < buffer.length && code !== delimiter && code !== 10 && code !== 13) {
        end += 1;
        code = buffer.charCodeAt(end);
      }
      if (end >= buffer.length && !last && end - at < maxField) return -1;
      field += buffer.slice(at, end);
      fields.push(field);
      if (end < buffer.length && code === delimiter) {
        at = end + 1;
        continue;
      }
      if (code === 13 && end + 1 >= buffer.length && !last) return -1;
      record(fields, line);
      line += 1 + lines;
      return end + (code === 13 && buffer.charCodeAt(end + 1) === 10 ? 2 : 1);
    }
  };

  const run = (buffer: string, last: boolean) => {
    let at = 0;
    while (at < buffer.length) {
      const next = readRecord(buffer, at, last);
      if (next < 0) break;
      at = next;
    }
    rest = at >= buffer.length ? '' : buffer.slice(at);
  };

  return {
    write: (piece) => run(rest === '' ? piece : rest + piece, false),
    end: () => run(rest, true),
  };
}
