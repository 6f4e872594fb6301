import { expect, it } from 'vitest';
import { wordsQuery } from './search-words.ts';

it('looks for words by their beginnings, whatever is typed around them', () => {
  expect(wordsQuery('Clínica  Áv')).toBe('clinica:* & av:*');
  expect(wordsQuery("a' | !b <-> (c)")).toBe('a:* & b:* & c:*');
  for (const typed of ['', ' ', '%', "':*"]) expect(wordsQuery(typed)).toBeNull();
});
