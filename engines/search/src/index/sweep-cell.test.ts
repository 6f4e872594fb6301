import { newId } from '@nexus/kernel';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../stores/memory.store.ts';
import { sweepCell } from './sweep-cell.ts';
import { commitDocuments, makeDocument } from './testing/fixtures.ts';

test('removes what no manifest names, unless it may still be committed', async () => {
  const store = createMemoryStore();
  await commitDocuments(store, 'a', [makeDocument({})]);
  const named = await store.listSegments('a');
  const nowMs = Date.now() + 10_000_000;
  const [old, young] = [newId(nowMs - 7_200_000), newId(nowMs - 60_000)];
  for (const name of [old, `${old}-words`, young]) await store.writeSegment('a', name, Uint8Array.of(1));
  expect(await sweepCell(store, 'a', { nowMs })).toBe(2);
  expect((await store.listSegments('a')).sort()).toEqual([...named, young].sort());
  expect(await sweepCell(store, 'a', { nowMs, graceMs: 0 })).toBe(1);
  expect((await store.listSegments('a')).sort()).toEqual(named.sort());
});
