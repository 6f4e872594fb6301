import { zstdDecompressSync } from 'node:zlib';
import type { Passage } from '@nexus/search';
import { expect, test } from 'vitest';
import { createPassagePile } from './passage-pile.ts';

const passage = (number: number): Passage => ({
  text: `fila ${number}\ncon «comillas»`,
  headings: ['Hoja'],
  anchors: [{ start: 0, end: 4, block: number, blockStart: 0, blockEnd: 4, place: { part: 1, range: `A${number}` } }],
});

test.each([0, 1, 255, 256, 257, 1_000])('%i passages come out as they went in, twice', (count) => {
  const passages = Array.from({ length: count }, (_, i) => passage(i));
  const pile = createPassagePile();
  for (let from = 0; from < count; from += 100) pile.add(passages.slice(from, from + 100));
  expect(pile.length).toBe(count);
  expect([...pile]).toEqual(passages);
  const unpack = (bytes: Uint8Array): Passage[] => JSON.parse(zstdDecompressSync(bytes).toString());
  const pieces = [...pile.pieces()].flatMap((piece) => (piece instanceof Uint8Array ? unpack(piece) : piece));
  expect(pieces).toEqual(passages);
});
