import { newId } from '@nexus/kernel';
import {
  type CellVersion,
  commitChange,
  createAnalyzer,
  createCellWriter,
  createMemoryStore,
  createSearcher,
  type Language,
} from '@nexus/search';
import { percentile, timed } from '../peers/measure.ts';
import type { PeerPassage } from '../peers/peer.ts';
import { readCollectionPassages, readCollectionQueries } from './collection.ts';
import { hmacBlinder } from './our-index.ts';
import { createRandom } from './random.ts';

export type ManyCellsOptions = { cells: number; readable: number; limit: number; language: Language };

/**
 * Many small spaces, each with its own key; a reader of some of them asks across all of his. Every question is asked once: the blind terms of
 * another question are of no help to it. `openMs` is the first question, which also loads the cells.
 */
export async function runManyCells(
  collection: string,
  { cells, readable, limit, language }: ManyCellsOptions,
): Promise<{ p50Ms: number; p99Ms: number; openMs: number }> {
  const store = createMemoryStore();
  const analyzer = createAnalyzer();
  const keyOf = (cell: string) => Buffer.from(cell.padStart(32, '0'));
  const spaces: CellVersion[] = [];
  const source = repeat(() => readCollectionPassages(collection));
  for (let i = 0; i < cells; i += 1) {
    const cell = `space-${i}.label`;
    const writer = createCellWriter({ store, cell, blinder: hmacBlinder(keyOf(cell)), analyzer });
    for (let document = 0; document < 2; document += 1) {
      const some = Array.from({ length: 10 }, () => source.next().value!);
      const passages = some.map(({ text }) => ({ text, headings: [] }));
      writer.add({
        documentId: newId(),
        title: some[0]!.title,
        language,
        kind: 'txt',
        day: null,
        folderId: null,
        passages,
      });
    }
    spaces.push({ cell, version: (await commitChange(store, writer))! });
  }
  const random = createRandom(5);
  const mine = new Set<CellVersion>();
  while (mine.size < Math.min(readable, cells)) mine.add(spaces[random.below(cells)]!);
  const readableCells = [...mine];

  const searcher = createSearcher({ store, blinderFor: (cell) => hmacBlinder(keyOf(cell)) });
  const queries = readCollectionQueries(collection).filter(({ tokens }) => tokens.length > 0);
  const ask = (i: number) => {
    const terms = queries[i % queries.length]!.tokens.map((term) => ({ term }));
    return timed(() => searcher.search({ cells: readableCells, query: { terms }, limit }));
  };
  const openMs = (await ask(0)).seconds * 1000;
  const times: number[] = [];
  for (let i = 1; i < 300; i += 1) {
    const { seconds } = await ask(i);
    if (i >= 50) times.push(seconds * 1000);
  }
  return { p50Ms: percentile(times, 0.5), p99Ms: percentile(times, 0.99), openMs };
}

/** The collection again and again, should the cells need more than there is. */
function* repeat(read: () => Generator<PeerPassage>): Generator<PeerPassage, never> {
  for (;;) yield* read();
}
