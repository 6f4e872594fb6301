import { expect, test } from 'vitest';
import { createMemoryStore } from '../../stores/memory.store.ts';
import { createBlindCache } from '../cells/blind-cache.ts';
import { createCellCache } from '../cells/cell-cache.ts';
import { documentFilter } from '../cells/passage-filter.ts';
import { defaultRanking } from '../parameters.ts';
import { blinderFor, commitDocuments, makeDocument } from '../testing/fixtures.ts';
import { lookUpTerms, numberQuery } from './query-plan.ts';
import { createRanker } from './rank-passages.ts';

function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Word number by a law like Zipf's: number 0 is in most passages, the highest in one or two. */
const wordAt = (random: () => number) => `w${Math.floor(3000 ** random()) - 1}`;

test('pruned results are those of scoring everything, bit for bit, over long lists, segments, cells and deletions', async () => {
  const random = createRandom(11);
  const store = createMemoryStore();
  for (const cell of ['a', 'b']) {
    for (let batch = 0; batch < 3; batch += 1) {
      const documents = Array.from({ length: 300 }, () => {
        const texts = Array.from({ length: 10 }, () => {
          return Array.from({ length: 5 + Math.floor(40 * random()) }, () => wordAt(random)).join(' ');
        });
        return makeDocument({ texts, kind: random() < 0.3 ? 'mail' : 'pdf' });
      });
      await commitDocuments(store, cell, documents);
      const gone = documents.filter(() => random() < 0.1).map(({ documentId }) => documentId);
      if (batch === 1) await commitDocuments(store, cell, [], gone);
    }
  }
  const cache = createCellCache({ store, blinderFor, maxBytes: 1e9 });
  const views = await cache.views([
    { cell: 'a', version: 4 },
    { cell: 'b', version: 4 },
  ]);
  expect(Math.max(...views.map(({ segments }) => segments[0]!.segment.longLists.length))).toBeGreaterThan(1000);
  const blind = createBlindCache();
  const rank = createRanker(defaultRanking);

  let found = 0;
  for (let i = 0; i < 300; i += 1) {
    const someWords = (count: number) => Array.from({ length: count }, () => wordAt(random));
    const terms = someWords(1 + Math.floor(random() * 8)).map((term) => ({ term, weight: random() < 0.2 ? 0.4 : 1 }));
    const query = numberQuery({
      terms,
      required: random() < 0.2 ? [someWords(2)] : [],
      excluded: random() < 0.2 ? someWords(1) : [],
    });
    const filter = random() < 0.3 ? documentFilter({ kinds: ['mail'] }) : null;
    const table = lookUpTerms(views, query.terms, blind);
    const limit = [1, 5, 20, 200][i % 4]!;
    const pruned = rank(query, table, { limit, filter });
    expect(pruned).toEqual(rank(query, table, { limit, filter, prune: false }));
    found += pruned.length;
  }
  expect(found).toBeGreaterThan(3000);
});

test('equal scores are cut by document id, not by the order of segments and cells', async () => {
  const store = createMemoryStore();
  const documents = Array.from({ length: 30 }, () => makeDocument({ texts: ['agua clara', 'agua turbia'] }));
  const ids = documents.map(({ documentId }) => documentId).sort();
  // The later ids go to the first segment of the first cell.
  await commitDocuments(store, 'a', documents.slice(20));
  await commitDocuments(store, 'a', documents.slice(0, 5));
  await commitDocuments(store, 'b', documents.slice(5, 20));
  const cache = createCellCache({ store, blinderFor, maxBytes: 1e9 });
  const rank = createRanker(defaultRanking);
  const query = numberQuery({ terms: [{ term: 'agua' }] });
  for (const order of [
    ['a', 'b'],
    ['b', 'a'],
  ]) {
    const views = await cache.views(order.map((cell) => ({ cell, version: 1 })));
    const table = lookUpTerms(views, query.terms, createBlindCache());
    for (const limit of [3, 10, 31]) {
      const ranked = rank(query, table, { limit, filter: null });
      const expected = ids.flatMap((documentId) => [`${documentId}/0`, `${documentId}/1`]).slice(0, limit);
      expect(ranked.map(({ documentId, passage }) => `${documentId}/${passage}`)).toEqual(expected);
    }
  }
});
