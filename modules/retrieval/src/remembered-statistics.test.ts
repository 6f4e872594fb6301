import { newId } from '@nexus/kernel';
import { commitChange, createAnalyzer, createCellWriter, createMemoryStore, createSearcher } from '@nexus/search';
import { expect, test } from 'vitest';
import { rememberStatistics } from './remembered-statistics.ts';

const blinder = {
  blind: (term: string) => BigInt(`0x${Buffer.from(term.padEnd(8, '\0')).subarray(0, 8).toString('hex')}`),
};

test('a term is counted once for a request and anew for the next', async () => {
  const store = createMemoryStore();
  const add = async (text: string) => {
    const writer = createCellWriter({ store, cell: 'a', blinder, analyzer: createAnalyzer() });
    const passages = [{ text, headings: [], anchors: [] }];
    writer.add({ documentId: newId(), title: '', language: 'es', kind: 'text', day: null, folderId: null, passages });
    return (await commitChange(store, writer))!;
  };
  const searcher = createSearcher({ store, blinderFor: () => blinder });
  const asked: string[][] = [];
  const remembered = rememberStatistics({
    ...searcher,
    statistics: (cells, terms) => {
      asked.push([...terms]);
      return searcher.statistics(cells, terms);
    },
  });

  const first = [{ cell: 'a', version: await add('puente') }];
  expect((await remembered.statistics(first, ['puent', 'rio'])).passageFrequency).toEqual([1, 0]);
  expect((await remembered.statistics(first, ['rio', 'agua', 'puent'])).passageFrequency).toEqual([0, 0, 1]);
  expect(asked).toEqual([['puent', 'rio'], ['agua']]);

  const second = [{ cell: 'a', version: await add('agua y puente') }];
  expect(await remembered.statistics(second, ['puent', 'agua'])).toMatchObject({
    passages: 2,
    passageFrequency: [2, 1],
  });
});
