import { groupOf, type KindGroup } from '../../app/source/kinds.ts';
import type { FoundDocument } from './hits.ts';
import type { Field } from './query-text.ts';

export type FacetValue = { value: string; count: number };
export type Facet = { field: Field; values: FacetValue[] };

/** What each kind is called in a query; both languages understand these. */
export const kindInQuery: Record<KindGroup, string> = {
  pdf: 'pdf',
  word: 'word',
  sheet: 'excel',
  slides: 'powerpoint',
  mail: 'email',
  image: 'image',
  text: 'text,markdown,html,json,xml',
};

/** Documents among those found, by kind, folder, label, language and year: most first. A field of which all have one value narrows nothing and is left out. */
export function facetsOf(documents: readonly FoundDocument[]): Facet[] {
  const hits = documents.flatMap(({ hits: [best] }) => (best ? [best] : []));
  const facets: Facet[] = [
    { field: 'kind', values: counted(hits.map(({ format }) => groupOf(format))) },
    { field: 'folder', values: counted(hits.map(({ folderPath }) => folderPath.split('/')[0] || null)) },
    { field: 'label', values: counted(hits.map(({ label }) => label.portionMark)) },
    { field: 'language', values: counted(hits.map(({ language }) => (language === 'und' ? null : language))) },
    {
      field: 'date',
      values: counted(hits.map(({ documentDate }) => documentDate?.slice(0, 4) ?? null)).sort((a, b) =>
        b.value.localeCompare(a.value),
      ),
    },
  ];
  return facets.filter(({ values }) => values.length > 1 || (values[0] && values[0].count < documents.length));
}

function counted(values: readonly (string | null)[]): FacetValue[] {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
