export type SourcePlace = {
  part?: number | null | undefined;
  range?: string | null | undefined;
  lines?: readonly number[] | null | undefined;
};

/** What a part of a file is called: the key of a word in `app:source`. */
export type PartName = 'page' | 'sheet' | 'slide' | 'message';

const sheets = new Set(['xlsx', 'xls', 'ods', 'csv', 'tsv']);
const slides = new Set(['pptx', 'ppt', 'odp']);
const messages = new Set(['eml', 'msg', 'mbox']);
/** Read as one stream of text, so that "page 1" would say nothing. */
const unpaged = new Set(['text', 'markdown', 'html', 'json', 'xml', 'csv', 'tsv']);

export function partNameOf(format: string | null): PartName {
  if (format && sheets.has(format)) return 'sheet';
  if (format && slides.has(format)) return 'slide';
  return format && messages.has(format) ? 'message' : 'page';
}

export type PlaceWord = { word: PartName | 'cell' | 'line' | 'lines'; values: Record<string, string | number> };

/** The place in words to translate, coarse to fine: sheet 2, cell C4. A mail's only part and a text's only page are not named. */
export function placeWordsOf(format: string | null, place: SourcePlace): PlaceWord[] {
  const words: PlaceWord[] = [];
  const word = partNameOf(format);
  const isWorthNaming = !(format && unpaged.has(format)) && !(word === 'message' && place.part === 1);
  if (place.part != null && isWorthNaming) words.push({ word, values: { part: place.part } });
  if (place.range) words.push({ word: 'cell', values: { range: place.range } });
  const [first, last] = place.lines ?? [];
  if (first !== undefined && last !== undefined)
    words.push(first === last ? { word: 'line', values: { first } } : { word: 'lines', values: { first, last } });
  return words;
}
