/** Fields that the search box knows, by what they mean. */
export type Field = 'kind' | 'date' | 'folder' | 'label' | 'language';

const names: Record<Field, readonly string[]> = {
  kind: ['tipo', 'type', 'formato', 'format'],
  date: ['fecha', 'date'],
  folder: ['carpeta', 'folder'],
  label: ['etiqueta', 'label'],
  language: ['idioma', 'language', 'lang'],
};

/** What the field is called when the page writes it, in the language of the page. */
export function fieldName(field: Field, locale: 'es' | 'en'): string {
  return names[field][locale === 'es' ? 0 : 1]!;
}

export type Operator = { field: Field; sign: string; value: string; start: number; end: number };

const operatorAt = /(?<![\p{L}\p{N}])(\p{L}+)(:|>=|<=|>|<|=)("[^"]*"|«[^»]*»|“[^”]*”|[^\s"“«]+)/giu;

/** The filters in a query, in order, as the server reads them. */
export function operatorsIn(query: string): Operator[] {
  const operators: Operator[] = [];
  for (const match of query.matchAll(operatorAt)) {
    const [whole, name, sign, value] = match as unknown as [string, string, string, string];
    const field = (Object.keys(names) as Field[]).find((one) => names[one].includes(name.toLowerCase()));
    if (!field) continue;
    const start = match.index;
    operators.push({ field, sign, value: value.replace(/^["«“]|["»”]$/g, ''), start, end: start + whole.length });
  }
  return operators;
}

/** The query without its filters: what is looked for. */
export function wordsOf(query: string): string {
  return removeRanges(query, operatorsIn(query));
}

export function withoutOperator(query: string, { start, end }: Operator): string {
  return removeRanges(query, [{ start, end }]);
}

/** Adds a filter at the end, in the place of another of the same field. */
export function withOperator(query: string, field: Field, value: string, locale: 'es' | 'en'): string {
  const others = removeRanges(
    query,
    operatorsIn(query).filter((one) => one.field === field),
  );
  const written = /\s/.test(value) ? `"${value.replaceAll('"', '')}"` : value;
  return `${others} ${fieldName(field, locale)}:${written}`.trim();
}

function removeRanges(query: string, ranges: readonly { start: number; end: number }[]): string {
  let left = '';
  let at = 0;
  for (const { start, end } of ranges) {
    left += query.slice(at, start);
    at = end;
  }
  return (left + query.slice(at)).replace(/\s{2,}/g, ' ').trim();
}
