import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../stores/memory.store.ts';
import { createCellWriter } from './cell-writer.ts';
import { commitChange } from './commit-change.ts';
import { anyDocument, blinderFor, makeDocument, plainAnalyzer } from './testing/fixtures.ts';

const cell = 'a';

test('in pieces or whole, documents give the same bytes', async () => {
  const cuts = fc.array(fc.nat({ max: 4 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(anyDocument, cuts), { minLength: 1, maxLength: 6 }), async (documents) => {
      const [whole, pieces] = [createMemoryStore(), createMemoryStore()];
      const writers = [whole, pieces].map((store) =>
        createCellWriter({ store, cell, blinder: blinderFor(cell), analyzer: plainAnalyzer }),
      );
      for (const [document, places] of documents) {
        writers[0]!.add(document);
        const inPieces = writers[1]!.begin(document);
        const passages = [...document.passages];
        const borders = [0, ...places.map((place) => Math.min(place, passages.length)).sort(), passages.length];
        for (let i = 1; i < borders.length; i += 1) inPieces.add(passages.slice(borders[i - 1], borders[i]));
      }
      await commitChange(whole, writers[0]!);
      await commitChange(pieces, writers[1]!);
      expect(await segmentsOf(pieces)).toEqual(await segmentsOf(whole));
    }),
    { numRuns: 60 },
  );
});

async function segmentsOf(store: ReturnType<typeof createMemoryStore>): Promise<Uint8Array[]> {
  const names = (await store.listSegments(cell)).sort();
  return await Promise.all(names.map((name) => store.readSegment(cell, name)));
}

test('passages of a document that another one ended are refused', () => {
  const store = createMemoryStore();
  const writer = createCellWriter({ store, cell, blinder: blinderFor(cell), analyzer: plainAnalyzer });
  const first = writer.begin(makeDocument());
  first.add([{ text: 'uno', headings: [] }]);
  writer.add(makeDocument());
  expect(() => first.add([{ text: 'dos', headings: [] }])).toThrow('another document was begun');
});
