import { describe, expect, test } from 'vitest';
import { byDocument, type Hit, rowsOf } from './hits.ts';

const hit = (documentId: string, score: number): Hit => ({ documentId, score }) as Hit;

describe('hits by document', () => {
  test('keep the order of the best passage, and of passages within', () => {
    const documents = byDocument([hit('b', 9), hit('a', 8), hit('b', 7), hit('a', 6), hit('c', 5)]);
    expect(documents.map(({ documentId, hits }) => [documentId, hits.map(({ score }) => score)])).toEqual([
      ['b', [9, 7]],
      ['a', [8, 6]],
      ['c', [5]],
    ]);
  });

  test('show three passages and offer the others', () => {
    const [document] = byDocument([1, 2, 3, 4, 5, 6].map((score) => hit('a', score)));
    expect(rowsOf(document!, false).map(({ kind }) => kind)).toEqual(['hit', 'hit', 'hit', 'more']);
    expect(rowsOf(document!, false).at(-1)).toMatchObject({ hidden: 3 });
    expect(rowsOf(document!, true)).toHaveLength(6);
  });

  test('hide no passage alone', () => {
    const [document] = byDocument([1, 2, 3, 4].map((score) => hit('a', score)));
    expect(rowsOf(document!, false).map(({ kind }) => kind)).toEqual(['hit', 'hit', 'hit', 'hit']);
  });

  test('give every row a name of its own', () => {
    const documents = byDocument([hit('a', 3), hit('b', 2), hit('a', 1)]);
    const ids = documents.flatMap((document) => rowsOf(document, false)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
  });
});
