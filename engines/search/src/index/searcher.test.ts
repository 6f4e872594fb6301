import { createHash } from 'node:crypto';
import { newId } from '@nexus/kernel';
import { expect, test } from 'vitest';
import type { IndexedDocument } from '../contract.ts';
import { createMemoryStore } from '../stores/memory.store.ts';
import { createCellWriter } from './cell-writer.ts';
import { commitChange } from './commit-change.ts';
import { createSearcher } from './searcher.ts';

const analyzer = {
  analyze: (text: string) =>
    text
      .toLowerCase()
      .split(' ')
      .filter(Boolean)
      .map((term, position) => ({ term, start: 0, end: 0, position })),
};
const blinder = {
  blind: (term: string) => createHash('sha256').update(term).digest().readBigUInt64LE(0),
};
const doc = (title: string, ...texts: string[]): IndexedDocument => ({
  documentId: newId(),
  title,
  language: 'es',
  kind: 'pdf',
  day: null,
  folderId: null,
  passages: texts.map((text) => ({ text, headings: [] })),
});

test('smoke', async () => {
  const store = createMemoryStore();
  const w = createCellWriter({ store, cell: 'a', blinder, analyzer });
  w.add(doc('uno', 'el puente de piedra', 'la casa de madera'));
  w.add(doc('dos', 'puente puente colgante'));
  expect(await commitChange(store, w)).toBe(1);
  const searcher = createSearcher({ store, blinderFor: () => blinder });
  const r = await searcher.search({
    cells: [{ cell: 'a', version: 1 }],
    query: { terms: [{ term: 'puente' }, { term: 'madera' }] },
    limit: 10,
  });
  console.log(r, searcher.memory(), await searcher.suggest([{ cell: 'a', version: 1 }], 'peunte'));
  expect(r.passages.length).toBe(3);
});
