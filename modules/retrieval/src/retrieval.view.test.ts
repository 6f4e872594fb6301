import { passagesOf } from '@nexus/search';
import { expect, test } from 'vitest';
import { viewHit } from './retrieval.view.ts';
import type { SearchHit } from './search-passages.ts';

const paragraph = (part: number, text: string) => ({ kind: 'paragraph' as const, text, place: { part } });
const [passage] = passagesOf([
  paragraph(7, 'El plazo se cuenta desde la firma del acta.'),
  paragraph(8, 'La garantía se devuelve a los veinticuatro meses.'),
]);
const text = passage!.text;

function partOfHit(...words: string[]): number | null {
  const marks = words.map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length }));
  const id = '0190a000-0000-7000-8000-000000000001';
  const found = { spaceId: id, labelId: id, documentId: id, sourceId: id, ordinal: 0, title: 'a', day: null, score: 1 };
  const card = { id, versionId: id, title: 'a', fileName: 'a', folderPath: '', format: 'pdf', documentDate: null };
  const label = { id, text: 'A', textEn: 'A', portionMark: '(A)', rank: 0, colour: '#000000' };
  return viewHit({ found: { ...found, passage: passage! }, card, label, marks } as SearchHit).part;
}

test('a hit stands on the page of its first mark, not on the page where its passage begins', () => {
  expect(partOfHit('garantía')).toBe(8);
  expect(partOfHit('acta', 'garantía')).toBe(7);
});

test('without marks it stands where its passage begins', () => {
  expect(partOfHit()).toBe(7);
});

test('a mark on nothing but a separator falls back to the beginning', () => {
  expect(partOfHit('\n\n')).toBe(7);
});
