import { expect, test, vi } from 'vitest';
import { createMemoryStore } from '../../stores/memory.store.ts';
import { blinderFor, commitDocuments, makeDocument, mergeAll } from '../testing/fixtures.ts';
import { createCellCache } from './cell-cache.ts';

async function filledStore(cells: number) {
  const store = createMemoryStore();
  for (let i = 0; i < cells; i += 1) await commitDocuments(store, `c${i}`, [makeDocument({ texts: ['agua clara'] })]);
  const reads = vi.spyOn(store, 'readSegment');
  const open = (maxBytes = 1e9) => createCellCache({ store, blinderFor, maxBytes });
  return { store, reads, open };
}

test('a cell is loaded once, however many ask at once, and kept', async () => {
  const { reads, open } = await filledStore(3);
  const cache = open();
  const cells = ['c0', 'c1', 'c2', 'c0'].map((cell) => ({ cell, version: 1 }));
  const [first, second] = await Promise.all([cache.views(cells), cache.views(cells)]);
  expect(first.map(({ cell }) => cell)).toEqual(['c0', 'c1', 'c2']);
  expect(second[1]).toBe(first[1]);
  expect((await cache.views(cells))[2]).toBe(first[2]);
  expect(reads).toHaveBeenCalledTimes(3);
  expect(cache.memory()).toMatchObject({ segments: 3, cells: 3 });
});

test('a newer version is read when asked for, and shares the segments that stayed', async () => {
  const { store, reads, open } = await filledStore(1);
  const cache = open();
  const [before] = await cache.views([{ cell: 'c0', version: 1 }]);
  await commitDocuments(store, 'c0', [makeDocument({})]);
  expect((await cache.views([{ cell: 'c0', version: 1 }]))[0]).toBe(before);
  const [after] = await cache.views([{ cell: 'c0', version: 2 }]);
  expect(after!.segments).toHaveLength(2);
  expect(after!.segments[0]).toBe(before!.segments[0]);
  expect(reads).toHaveBeenCalledTimes(2);
  await expect(cache.views([{ cell: 'c0', version: 3 }])).rejects.toThrow('version 2 in the store, 3 was asked for');
});

test('the least recently used cell goes when memory is short', async () => {
  const { reads, open } = await filledStore(3);
  const [view] = await open().views([{ cell: 'c0', version: 1 }]);
  const cache = open(view!.bytes * 2 + 10);
  const load = (cell: string) => cache.views([{ cell, version: 1 }]);
  await load('c0');
  await load('c1');
  await load('c0');
  await load('c2');
  reads.mockClear();
  await load('c0');
  expect(reads).not.toHaveBeenCalled();
  await load('c1');
  expect(reads).toHaveBeenCalledTimes(1);
  expect(cache.memory().bytes).toBeLessThanOrEqual(view!.bytes * 2 + 10);
});

test('a forgotten cell leaves memory, even while it is loading', async () => {
  const { reads, open } = await filledStore(1);
  const cache = open();
  const loading = cache.views([{ cell: 'c0', version: 1 }]);
  cache.forget('c0');
  await loading;
  expect(cache.memory()).toEqual({ bytes: 0, segments: 0, cells: 0 });
  await cache.views([{ cell: 'c0', version: 1 }]);
  expect(reads).toHaveBeenCalledTimes(2);
});

test('a merge that takes a segment between manifest and read is survived', async () => {
  const { store, reads, open } = await filledStore(1);
  await commitDocuments(store, 'c0', [makeDocument({ texts: ['agua'] })]);
  reads.mockImplementationOnce(async () => {
    await mergeAll(store, 'c0');
    throw new Error('no such segment');
  });
  const [view] = await open().views([{ cell: 'c0', version: 2 }]);
  expect(view).toMatchObject({ version: 3, livePassages: 2 });
});

test('a store that fails is asked again by the next request', async () => {
  const { reads, open } = await filledStore(1);
  reads.mockRejectedValueOnce(new Error('disk away')).mockRejectedValueOnce(new Error('disk away'));
  const cache = open();
  await expect(cache.views([{ cell: 'c0', version: 1 }])).rejects.toThrow('disk away');
  expect((await cache.views([{ cell: 'c0', version: 1 }]))[0]!.livePassages).toBe(1);
});
