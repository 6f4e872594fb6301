import { describe, expect, test } from 'vitest';
import { facetsOf } from './facets.ts';
import { byDocument, type Hit } from './hits.ts';

const labelled = (portionMark: string) => ({ portionMark }) as Hit['label'];
const hit = (documentId: string, more: Partial<Hit>): Hit =>
  ({
    documentId,
    label: labelled('(U)'),
    format: 'pdf',
    folderPath: '',
    language: 'es',
    documentDate: null,
    ...more,
  }) as Hit;

describe('facets', () => {
  test('count documents, not passages', () => {
    const hits = [hit('a', {}), hit('a', {}), hit('b', { format: 'docx' }), hit('c', {})];
    const [kind] = facetsOf(byDocument(hits));
    expect(kind).toEqual({
      field: 'kind',
      values: [
        { value: 'pdf', count: 2 },
        { value: 'word', count: 1 },
      ],
    });
  });

  test('take the outermost folder and the year, newest first', () => {
    const facets = facetsOf(
      byDocument([
        hit('a', { folderPath: 'obra/actas', documentDate: '2024-05-01T00:00:00Z' }),
        hit('b', { folderPath: 'obra', documentDate: '2025-01-01T00:00:00Z' }),
        hit('c', { folderPath: 'contrato', documentDate: '2024-02-02T00:00:00Z' }),
      ]),
    );
    expect(facets.find(({ field }) => field === 'folder')?.values).toEqual([
      { value: 'obra', count: 2 },
      { value: 'contrato', count: 1 },
    ]);
    expect(facets.find(({ field }) => field === 'date')?.values.map(({ value }) => value)).toEqual(['2025', '2024']);
  });

  test('name labels by their marks, as they stand before every result', () => {
    const facets = facetsOf(byDocument([hit('a', { label: labelled('(DL//OBRA)') }), hit('b', {}), hit('c', {})]));
    expect(facets).toEqual([
      {
        field: 'label',
        values: [
          { value: '(U)', count: 2 },
          { value: '(DL//OBRA)', count: 1 },
        ],
      },
    ]);
  });

  test('leave out what all documents share, and keep what only some have', () => {
    expect(facetsOf(byDocument([hit('a', {}), hit('b', {})]))).toEqual([]);
    const facets = facetsOf(byDocument([hit('a', { folderPath: 'obra' }), hit('b', {})]));
    expect(facets).toEqual([{ field: 'folder', values: [{ value: 'obra', count: 1 }] }]);
  });
});
