import { isVowel, stemEnding } from './stemmer-endings.ts';

/**
 * One light stemmer for Spanish and English together, because the language of a question is often unknown and a collection holds both.
 * It works on the word alone, so a word has one stem wherever it stands. Endings that the two languages share by their Latin descent
 * (-ción/-tion, -encia/-ence, -ismo/-ism) fall away alike; endings of one language rarely occur in the other's words.
 *
 * Takes a folded word (lower case, no accents). Words with digits or letters outside a-z come back unchanged. Cost: a few dozen comparisons.
 */
export function stem(word: string): string {
  if (word.length < 4 || !/^[a-z]+$/.test(word)) return finish(word);
  return finish(stemEnding(singular(word)));
}

function finish(word: string): string {
  const last = word.charCodeAt(word.length - 1);
  // voz/voces, luz/luces: the plural changes the letter. company/compani(es), ley/leyes.
  if (word.length >= 3 && last === 122 /* z */) return `${word.slice(0, -1)}c`;
  if (word.length >= 3 && last === 121 /* y */ && !isVowel(word.charCodeAt(word.length - 2)))
    return `${word.slice(0, -1)}i`;
  return word;
}

function singular(word: string): string {
  const length = word.length;
  if (word.charCodeAt(length - 1) !== 115 /* s */) return word;
  const before = word[length - 2];
  if (before === 's' || before === 'u' || before === 'i') return word;
  if (word.endsWith('sses')) return word.slice(0, -2);
  if (word.endsWith('ies') && length > 4) return `${word.slice(0, -3)}i`;
  if (before === 'e' && length > 4 && !isVowel(word.charCodeAt(length - 3))) return word.slice(0, -2);
  return word.slice(0, -1);
}
