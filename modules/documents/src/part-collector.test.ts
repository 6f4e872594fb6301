import { createSealer, generateKey, keyIdOf } from '@nexus/crypto';
import { newId } from '@nexus/kernel';
import type { Block } from '@nexus/parsing';
import { expect, test } from 'vitest';
import { unpackBlocks } from './packed-blocks.ts';
import { createPartCollector } from './part-collector.ts';

const spaceKey = generateKey();
const version = { id: newId(), spaceId: newId() };
const sealer = createSealer({ spaceId: version.spaceId, spaceKey, keyId: keyIdOf(spaceKey) });

const block = (part: number, text: string): Block => ({ kind: 'paragraph', text, place: { part } });
const textsOf = (row: { part: number; content: Buffer | null }) => {
  const context = { kind: 'document_parts.content', objectId: version.id, version: row.part };
  return row.content ? unpackBlocks(sealer.open(context, row.content)).map(({ text }) => text) : [];
};

test('parts come out in order with their own blocks, also those that arrive after the quality record', async () => {
  const parts = createPartCollector(version, sealer);
  parts.addBlocks([block(2, 'dos'), block(1, 'uno')]);
  parts.addQuality([
    { part: 1, kind: 'page', method: 'text', characters: 3 },
    { part: 2, kind: 'page', method: 'text', characters: 8 },
    { part: 3, kind: 'page', method: 'empty', characters: 0 },
  ]);
  parts.addBlocks([block(2, 'y más'), block(4, 'sin registro\ncon línea')]);
  const rows = await parts.rows();
  expect(rows.map(textsOf)).toEqual([['uno'], ['dos', 'y más'], [], ['sin registro\ncon línea']]);
  expect(rows.map(({ part, kind, method, characters }) => [part, kind, method, characters])).toEqual([
    [1, 'page', 'text', 3],
    [2, 'page', 'text', 8],
    [3, 'page', 'empty', 0],
    [4, 'section', 'text', 22],
  ]);
});

test('a long part is packed in slices and read back whole', async () => {
  const parts = createPartCollector(version, sealer);
  const texts = Array.from({ length: 50 }, (_, i) => `${i} ${'palabra '.repeat(8_000)}`);
  for (const text of texts) parts.addBlocks([block(1, text)]);
  const [row] = await parts.rows();
  expect(textsOf(row!)).toEqual(texts);
  expect(row!.content!.length).toBeLessThan(100_000);
});

test('blocks keep the number that citations name, whichever part they fall into', async () => {
  const parts = createPartCollector(version, sealer);
  parts.addBlocks([block(2, 'cero'), block(1, 'uno')]);
  parts.addQuality([{ part: 2, kind: 'page', method: 'text', characters: 4 }]);
  parts.addBlocks([block(2, 'dos'), block(1, 'tres')]);
  const numbers = (await parts.rows()).map(({ part, content }) => {
    const context = { kind: 'document_parts.content', objectId: version.id, version: part };
    return unpackBlocks(sealer.open(context, content!)).map(({ number, text }) => [number, text]);
  });
  expect(numbers).toEqual([
    [
      [1, 'uno'],
      [3, 'tres'],
    ],
    [
      [0, 'cero'],
      [2, 'dos'],
    ],
  ]);
});
