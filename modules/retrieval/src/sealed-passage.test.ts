import { createSealer, generateKey, keyIdOf } from '@nexus/crypto';
import { newId } from '@nexus/kernel';
import { expect, test } from 'vitest';
import { openPassage, type StoredPassage, sealPassage } from './sealed-passage.ts';

const spaceKey = generateKey();
const sealer = createSealer({ spaceId: newId(), spaceKey, keyId: keyIdOf(spaceKey) });
const sourceId = newId();

const passage = (words: number): StoredPassage => ({
  title: 'Presupuesto',
  text: 'hormigón '.repeat(words),
  headings: ['Hoja 1'],
  anchors: [{ start: 0, end: 8, block: 0, blockStart: 0, blockEnd: 8, place: { part: 1, range: 'B2' } }],
});

test.each([1, 500])('a passage of %i words opens as it was sealed, and at its own place only', (words) => {
  const content = sealPassage(sealer, sourceId, 7, passage(words));
  expect(openPassage(sealer, { sourceId, ordinal: 7, content })).toEqual(passage(words));
  expect(() => openPassage(sealer, { sourceId, ordinal: 8, content })).toThrow();
});

test('a long passage is stored in a fraction of its size', () => {
  const plain = sealer.sealJson({ kind: 'test', objectId: sourceId }, passage(200));
  expect(sealPassage(sealer, sourceId, 0, passage(200)).length).toBeLessThan(plain.length / 3);
});
