import { createCsvParser } from './csv-parser.ts';

export type CsvDialect = {
  delimiter: string;
  quote: string /** Lines that are no records: Excel's `sep=;`. */;
  skipLines: number;
};

const delimiters = [',', ';', '\t', '|', '^', ':'];
const sampleRecords = 60;

/**
 * Chooses the delimiter that parts the sample most evenly into the most columns. Decimal commas make `,` look plausible in Spanish files: the
 * candidate whose records agree in width wins, and `:` only when nothing else parts the text at all.
 */
export function sniffDialect(sample: string, hint?: 'csv' | 'tsv'): CsvDialect {
  const declared = /^sep=(.)\r?\n/i.exec(sample)?.[1];
  if (declared !== undefined) return { delimiter: declared, quote: '"', skipLines: 1 };
  const quote = (sample.match(/'(?=[,;\t|\r\n])/g)?.length ?? 0) > 2 && !sample.includes('"') ? "'" : '"';
  let best = { delimiter: hint === 'tsv' ? '\t' : ',', score: 0 };
  for (const delimiter of delimiters) {
    const widths: number[] = [];
    const parser = createCsvParser({ delimiter, quote }, (fields) => {
      if (widths.length < sampleRecords && (fields.length > 1 || fields[0] !== '')) widths.push(fields.length);
    });
    parser.write(sample);
    // The last record may be cut by the end of the sample.
    if (widths.length < 2) parser.end();
    const score =
      evenness(widths) *
      (delimiter === ':' || delimiter === '^' ? 0.3 : 1) *
      (hint === 'tsv' && delimiter === '\t' ? 2 : 1);
    if (score > best.score) best = { delimiter, score };
  }
  return { delimiter: best.delimiter, quote, skipLines: 0 };
}

function evenness(widths: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const width of widths) if (width > 1) counts.set(width, (counts.get(width) ?? 0) + 1);
  const [width, times] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  if (width < 2) return 0;
  const share = times / widths.length;
  return share * share * Math.log2(1 + width);
}
