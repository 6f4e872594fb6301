export type QueryItem =
  | { type: 'word'; text: string; excluded: boolean }
  | { type: 'phrase'; text: string; excluded: boolean }
  | { type: 'filter'; field: FilterField; operator: FilterOperator; value: string };

export type FilterField = 'kind' | 'date' | 'folder' | 'label' | 'language';
export type FilterOperator = ':' | '>=' | '<=' | '>' | '<';

const fields: Readonly<Record<string, FilterField>> = {
  tipo: 'kind',
  type: 'kind',
  formato: 'kind',
  format: 'kind',
  fecha: 'date',
  date: 'date',
  carpeta: 'folder',
  folder: 'folder',
  etiqueta: 'label',
  label: 'label',
  idioma: 'language',
  language: 'language',
  lang: 'language',
};

const filterAt = /([\p{L}]+)(:|>=|<=|>|<|=)(?:"([^"]*)"|“([^”]*)”|«([^»]*)»|([^\s"“«]+))/uy;
const phraseAt = /(-?)(?:"([^"]*)("|$)|“([^”]*)(”|$)|«([^»]*)(»|$))/uy;
const wordAt = /[^\s"“”«»]+/uy;

/**
 * Cuts what was typed into words, phrases and filters. A minus excludes only at the head of a word; a colon filters only behind a known field
 * name, so that "Nota: ver anexo" and "http://..." are words. A quotation mark that is never closed runs to the end. Linear.
 */
export function lexQuery(text: string): QueryItem[] {
  const items: QueryItem[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at++;
      continue;
    }
    const filter = matchAt(filterAt, text, at);
    const field = filter && fields[filter[1]!.toLowerCase()];
    if (filter && field) {
      const value = filter[3] ?? filter[4] ?? filter[5] ?? filter[6]!;
      items.push({
        type: 'filter',
        field,
        operator: filter[2] === '=' ? ':' : (filter[2] as FilterOperator),
        value: value.trim(),
      });
      at += filter[0].length;
      continue;
    }
    const phrase = matchAt(phraseAt, text, at);
    if (phrase) {
      const inner = (phrase[2] ?? phrase[4] ?? phrase[6] ?? '').trim();
      if (inner !== '') items.push({ type: 'phrase', text: inner, excluded: phrase[1] === '-' });
      at += phrase[0].length;
      continue;
    }
    const word = matchAt(wordAt, text, at);
    if (word) {
      const excluded = /^-[\p{L}\p{N}]/u.test(word[0]);
      items.push({ type: 'word', text: excluded ? word[0].slice(1) : word[0], excluded });
    }
    at += Math.max(1, word?.[0].length ?? 1);
  }
  return items;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
