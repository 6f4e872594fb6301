import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frontCode } from '../codec/front-coding.ts';
import { heldWords } from './held-words.ts';

const word = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 6 }),
  fc.string({ unit: fc.constantFrom('ñ', 'α', 'z', '字'), minLength: 1, maxLength: 5 }),
);
const sortedWords = fc.uniqueArray(word, { maxLength: 60 }).map((words) => words.sort());

test('finds exactly the words that stand in the list', () => {
  fc.assert(
    fc.property(sortedWords, sortedWords, (list, words) => {
      const found = heldWords(frontCode(list), words).map((place) => words[place]);
      expect(found).toEqual(words.filter((each) => list.includes(each)));
    }),
  );
});
