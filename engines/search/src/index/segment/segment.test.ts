import { expect, test } from 'vitest';
import { createMemoryStore } from '../../stores/memory.store.ts';
import { createCellWriter } from '../cell-writer.ts';
import { commitChange } from '../commit-change.ts';
import { blinderFor, makeDocument, plainAnalyzer } from '../testing/fixtures.ts';
import { openSegment } from './segment.ts';

const cell = 'a';

test('a segment opens wherever it lies in memory, also as a piece of a larger buffer', async () => {
  const store = createMemoryStore();
  const writer = createCellWriter({ store, cell, blinder: blinderFor(cell), analyzer: plainAnalyzer });
  writer.add(makeDocument());
  await commitChange(store, writer);
  // Companions lie beside their segment, under a longer name.
  const [name] = (await store.listSegments(cell)).sort((a, b) => a.length - b.length);
  const bytes = await store.readSegment(cell, name!);
  const whole = openSegment(bytes);
  for (const before of [0, 1, 32]) {
    const larger = Buffer.concat([Buffer.alloc(before, 7), bytes, Buffer.alloc(9, 7)]);
    const segment = openSegment(larger.subarray(before, before + bytes.length));
    expect(segment.passages).toBe(whole.passages);
    expect(segment.lengths).toEqual(whole.lengths);
    // Nothing of the larger buffer stays alive for it.
    expect(segment.lengths.buffer.byteLength).toBe(bytes.length);
  }
});
