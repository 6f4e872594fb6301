import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnalyzer } from '../analysis/analyzer.ts';
import type { CellId, IndexedDocument, RankedPassage, SearchRequest } from '../contract.ts';
import { createMemoryStore } from '../stores/memory.store.ts';
import { createCellWriter } from './cell-writer.ts';
import { commitChange } from './commit-change.ts';
import { createSearcher } from './searcher.ts';
import { anyDocument, anyWord, blinderFor, commitDocuments, makeDocument, mergeAll } from './testing/fixtures.ts';
import { referenceRanking } from './testing/reference-ranking.ts';

type Step =
  | { kind: 'add'; documents: IndexedDocument[] }
  | { kind: 'remove'; document: IndexedDocument }
  | { kind: 'merge' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('add' as const), documents: fc.array(anyDocument, { maxLength: 6 }) }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), document: anyDocument }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('merge' as const) }) },
  ),
  { maxLength: 10 },
);

const query = fc.record({
  terms: fc.array(fc.record({ term: anyWord, weight: fc.constantFrom(0.5, 1, 2) }), { minLength: 1, maxLength: 5 }),
  required: fc.array(fc.array(anyWord, { minLength: 1, maxLength: 2 }), { maxLength: 2 }),
  excluded: fc.array(anyWord, { maxLength: 1 }),
});
const filters = fc.record(
  {
    kinds: fc.subarray(['pdf', 'docx', 'mail']),
    languages: fc.subarray(['es' as const, 'en' as const, 'und' as const]),
    folderIds: fc.subarray(['0190b000-0000-7000-8000-000000000001']),
    fromDay: fc.integer({ min: -10, max: 10 }),
    toDay: fc.integer({ min: -10, max: 10 }),
  },
  { requiredKeys: [] },
);

/** Runs the steps on a store, and keeps what is live in a map. */
async function play(store: ReturnType<typeof createMemoryStore>, cell: CellId, history: readonly Step[]) {
  const live = new Map<string, IndexedDocument>();
  for (const step of history) {
    if (step.kind === 'merge') await mergeAll(store, cell);
    else if (step.kind === 'remove') {
      await commitDocuments(store, cell, [], [step.document.documentId]);
      live.delete(step.document.documentId);
    } else {
      await commitDocuments(store, cell, step.documents);
      for (const document of step.documents) live.set(document.documentId, document);
    }
  }
  return live;
}

const names = (passages: readonly RankedPassage[]) => passages.map((p) => `${p.cell} ${p.documentId} ${p.passage}`);

describe('ranking', () => {
  test('after any history, agrees with the formula over the readable cells and with any other layout, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(steps, steps, steps, query, filters, async (first, second, hidden, asked, narrowed) => {
        const store = createMemoryStore();
        const live = new Map([
          ['a', (await play(store, 'a', first)).values().toArray()],
          ['b', (await play(store, 'b', second)).values().toArray()],
        ]);
        await play(store, 'hidden', hidden);
        const searcher = createSearcher({ store, blinderFor });
        const request = { query: asked, filters: narrowed, limit: 10_000 };
        const cells = [
          { cell: 'b', version: 0 },
          { cell: 'a', version: 0 },
        ];
        const { passages } = await searcher.search({ cells, ...request });

        const expected = referenceRanking(live, asked, narrowed);
        expect(names(passages).sort()).toEqual(names(expected).sort());
        const scores = new Map(expected.map((passage) => [names([passage])[0], passage.score]));
        for (const passage of passages) expect(passage.score).toBeCloseTo(scores.get(names([passage])[0])!, 5);
        for (const [i, passage] of passages.entries()) {
          if (i > 0) expect(isOrdered(passages[i - 1]!, passage)).toBe(true);
        }

        // The same live documents at once, in one segment, the cells in the other order.
        const plain = createMemoryStore();
        for (const [cell, documents] of live) await commitDocuments(plain, cell, documents);
        const other = createSearcher({ store: plain, blinderFor });
        expect((await other.search({ cells: cells.toReversed(), ...request })).passages).toEqual(passages);
        // A shorter list is the beginning of the longer one: pruning loses nothing.
        const few = await searcher.search({ cells, ...request, limit: 3 });
        expect(few.passages).toEqual(passages.slice(0, 3));
      }),
      { numRuns: 150 },
    );
  });

  function isOrdered(a: RankedPassage, b: RankedPassage): boolean {
    if (a.score !== b.score) return a.score > b.score;
    if (a.documentId !== b.documentId) return a.documentId < b.documentId;
    return a.passage !== b.passage ? a.passage < b.passage : a.cell < b.cell;
  }

  test('statistics count what is live in the given cells and nothing else', async () => {
    const store = createMemoryStore();
    const gone = makeDocument({ texts: ['agua', 'agua clara'] });
    await commitDocuments(store, 'a', [gone, makeDocument({ texts: ['agua turbia', 'piedra'] })]);
    await commitDocuments(store, 'hidden', [makeDocument({ texts: ['agua', 'agua', 'agua'] })]);
    await commitDocuments(store, 'a', [], [gone.documentId]);
    const searcher = createSearcher({ store, blinderFor });
    expect(await searcher.statistics([{ cell: 'a', version: 2 }], ['agua', 'clara', 'piedra'])).toEqual({
      passages: 2,
      averageLength: 1.5,
      passageFrequency: [1, 0, 1],
    });
  });

  test('a document that was added in pieces is found like any other', async () => {
    const store = createMemoryStore();
    const texts = Array.from({ length: 250 }, (_, i) => `puente ${'relleno '.repeat(i % 50)}pila${i % 7}`);
    const documents = [makeDocument({ texts }), makeDocument({ texts: ['agua'] })];
    for (const cell of ['gradual', 'whole']) {
      const writer = createCellWriter({ store, cell, blinder: blinderFor(cell), analyzer: createAnalyzer() });
      for (const document of documents) {
        if (cell === 'whole') writer.add(document);
        else {
          const pieces = writer.begin(document);
          for (const passage of document.passages) pieces.add([passage]);
        }
      }
      await commitChange(store, writer);
    }
    const searcher = createSearcher({ store, blinderFor });
    const terms = ['puent', 'agua', 'relleno', 'pila3'].map((term) => ({ term }));
    const rank = async (cell: CellId) => {
      const { passages } = await searcher.search({ cells: [{ cell, version: 1 }], query: { terms }, limit: 300 });
      return passages.map(({ documentId, passage, score }) => ({ documentId, passage, score }));
    };
    expect(await rank('gradual')).toEqual(await rank('whole'));
    expect((await rank('gradual')).length).toBe(251);
  });

  test('statistics of very many terms are those of each term alone', async () => {
    const store = createMemoryStore();
    await commitDocuments(store, 'a', [makeDocument({ texts: ['agua clara 2024/17', 'el río agua', 'op'] })]);
    await commitDocuments(store, 'b', [makeDocument({ texts: ['agua', 'piedra 17'] })]);
    await commitDocuments(store, 'hidden', [makeDocument({ texts: ['secreto'] })]);
    const searcher = createSearcher({ store, blinderFor });
    const cells = ['a', 'b'].map((cell) => ({ cell, version: 1 }));
    const absent = Array.from(
      { length: 30_000 },
      (_, i) => `x${i.toString(26).replaceAll(/[0-9]/g, 'z')}${'y'.repeat(i % 7)}`,
    );
    const terms = ['agua', ...absent, 'piedra', '2024/17', '17', 'op', 'rio', 'secreto', 'clara', 'agua'];
    const many = await searcher.statistics(cells, terms);
    const present = ['agua', 'piedra', '2024/17', '17', 'op', 'rio', 'secreto', 'clara'];
    const alone = await Promise.all(present.map((term) => searcher.statistics(cells, [term])));
    const expected = new Map(present.map((term, i) => [term, alone[i]!.passageFrequency[0]!]));
    expect(many.passageFrequency).toEqual(terms.map((term) => expected.get(term) ?? 0));
    expect(many.passageFrequency[0]).toBe(3);
    expect({ passages: many.passages, averageLength: many.averageLength }).toEqual({
      passages: alone[0]!.passages,
      averageLength: alone[0]!.averageLength,
    });
  });
});

describe('verification', () => {
  async function manyPassages(count: number) {
    const store = createMemoryStore();
    const texts = Array.from({ length: count }, (_, i) => `puente ${'relleno '.repeat(i % 50)}`);
    await commitDocuments(store, 'a', [makeDocument({ texts })]);
    return createSearcher({ store, blinderFor });
  }
  const request: SearchRequest = {
    cells: [{ cell: 'a', version: 1 }],
    query: { terms: [{ term: 'puente' }] },
    limit: 3,
  };

  test('goes on beyond the first batch, in order of score, until enough are accepted', async () => {
    const searcher = await manyPassages(500);
    const all = (await searcher.search({ ...request, limit: 500 })).passages;
    const asked: RankedPassage[] = [];
    const accepted = new Set([all[200], all[300], all[450], all[499]].map((p) => p!.passage));
    const result = await searcher.search({
      ...request,
      verify: async (batch) => {
        asked.push(...batch);
        return batch.map(({ passage }) => accepted.has(passage));
      },
    });
    expect(result).toEqual({ passages: [all[200], all[300], all[450]], complete: true });
    expect(asked).toEqual(all.slice(0, asked.length));
  });

  test('says when it gave up, and when there was nothing more to ask about', async () => {
    const searcher = await manyPassages(100);
    const verify = async (batch: readonly RankedPassage[]) => batch.map(() => false);
    expect(await searcher.search({ ...request, verify, verifyBudget: 60 })).toEqual({ passages: [], complete: false });
    expect(await searcher.search({ ...request, verify })).toEqual({ passages: [], complete: true });
  });
});

describe('suggestions', () => {
  test('come from live words of the readable cells', async () => {
    const store = createMemoryStore();
    const gone = makeDocument({ texts: ['puentes'] });
    await commitDocuments(store, 'a', [
      gone,
      makeDocument({ texts: ['puente puerta'] }),
      makeDocument({ texts: ['puente x12 2024'] }),
    ]);
    await commitDocuments(store, 'hidden', [makeDocument({ texts: ['peunta'] })]);
    await commitDocuments(store, 'a', [], [gone.documentId]);
    const searcher = createSearcher({ store, blinderFor });
    const cells = [{ cell: 'a', version: 2 }];
    expect(await searcher.suggest(cells, 'peunte')).toEqual([{ term: 'puente', distance: 1, passageFrequency: 2 }]);
    expect(await searcher.suggest(cells, 'puete', { maxDistance: 2 })).toEqual([
      { term: 'puente', distance: 1, passageFrequency: 2 },
      { term: 'puerta', distance: 2, passageFrequency: 1 },
    ]);
    await mergeAll(store, 'a');
    expect(await searcher.suggest([{ cell: 'a', version: 3 }], 'puentes')).toEqual([
      { term: 'puente', distance: 1, passageFrequency: 2 },
    ]);
  });
});

test('bad requests are refused', async () => {
  const searcher = createSearcher({ store: createMemoryStore(), blinderFor });
  const good: SearchRequest = { cells: [], query: { terms: [{ term: 'a' }] }, limit: 1 };
  expect(await searcher.search(good)).toEqual({ passages: [], complete: true });
  await expect(searcher.search({ ...good, limit: 0 })).rejects.toThrow(RangeError);
  await expect(searcher.search({ ...good, query: { terms: [{ term: 'a', weight: -1 }] } })).rejects.toThrow(RangeError);
  await expect(searcher.search({ ...good, filters: { folderIds: ['nope'] } })).rejects.toThrow(TypeError);
  await expect(searcher.search({ ...good, cells: [{ cell: 'a', version: 1 }] })).rejects.toThrow(
    'version 0 in the store',
  );
});
