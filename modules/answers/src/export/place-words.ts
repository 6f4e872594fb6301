import type { QuotedPlace } from '@nexus/search';
import type { ExportLanguage } from './words.ts';

const sheets = new Set(['xlsx', 'xls', 'ods', 'csv', 'tsv']);
const slides = new Set(['pptx', 'ppt', 'odp']);
const messages = new Set(['eml', 'msg', 'mbox']);
/** Read as one stream, so that a page number would say nothing. */
const unpaged = new Set(['text', 'markdown', 'html', 'json', 'xml', 'csv', 'tsv']);

const words = {
  es: { page: 'pág.', sheet: 'hoja', slide: 'diap.', message: 'parte', cell: 'celda', line: 'línea', lines: 'líneas' },
  en: { page: 'p.', sheet: 'sheet', slide: 'slide', message: 'part', cell: 'cell', line: 'line', lines: 'lines' },
};

/** A place as one would write it under a quotation: "pág. 12", "hoja 2, celda C4". */
export function placeWords(
  format: string | null,
  { part, range, lines }: Pick<QuotedPlace, 'part' | 'range' | 'lines'>,
  language: ExportLanguage,
): string {
  const known = words[language];
  const found: string[] = [];
  if (!(format && unpaged.has(format))) found.push(`${known[partOf(format)]} ${part}`);
  if (range) found.push(`${known.cell} ${range}`);
  if (lines) {
    const [first, last] = lines;
    found.push(first === last ? `${known.line} ${first}` : `${known.lines} ${first}-${last}`);
  }
  return found.join(', ');
}

function partOf(format: string | null): 'page' | 'sheet' | 'slide' | 'message' {
  if (format && sheets.has(format)) return 'sheet';
  if (format && slides.has(format)) return 'slide';
  return format && messages.has(format) ? 'message' : 'page';
}
