import { createSealer, generateKey, keyIdOf, type Sealer } from '@nexus/crypto';
import { newId } from '@nexus/kernel';
import { expect, test } from 'vitest';
import { createBlinderMemory } from './blinder-memory.ts';

function countingSealer(): { sealer: Sealer; blinded: string[] } {
  const spaceKey = generateKey();
  const real = createSealer({ spaceId: newId(), spaceKey, keyId: keyIdOf(spaceKey) });
  const blinded: string[] = [];
  const sealer: Sealer = {
    ...real,
    blindTerm(term) {
      if (term !== '') blinded.push(term);
      return real.blindTerm(term);
    },
  };
  return { sealer, blinded };
}

test('a word of an earlier batch is not blinded again, and comes out the same', () => {
  const { sealer, blinded } = countingSealer();
  const blinderOf = createBlinderMemory();
  const first = blinderOf(sealer).blind('canon');
  // A batch in another thread has a sealer of its own with the same key.
  expect(blinderOf({ ...sealer }).blind('canon')).toBe(first);
  expect(blinded).toEqual(['canon']);
});

test('two keys never share a word', () => {
  const [one, other] = [countingSealer(), countingSealer()];
  const blinderOf = createBlinderMemory();
  expect(blinderOf(one.sealer).blind('canon')).toBe(one.sealer.blindTerm('canon'));
  expect(blinderOf(other.sealer).blind('canon')).toBe(other.sealer.blindTerm('canon'));
  expect(blinderOf(other.sealer).blind('canon')).not.toBe(blinderOf(one.sealer).blind('canon'));
});

test('no more words are kept than there is room for, and the next batch begins anew', () => {
  const { sealer, blinded } = countingSealer();
  const blinderOf = createBlinderMemory(2);
  const batch = blinderOf(sealer);
  for (const word of ['uno', 'dos', 'tres', 'tres']) batch.blind(word);
  expect(blinded).toEqual(['uno', 'dos', 'tres', 'tres']);
  blinderOf(sealer).blind('uno');
  expect(blinded.at(-1)).toBe('uno');
  expect(blinded).toHaveLength(5);
});
