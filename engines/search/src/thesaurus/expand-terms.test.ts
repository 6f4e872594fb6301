import { expect, test } from 'vitest';
import { expandTerms, expansionWeight, maxExpansions } from './expand-terms.ts';

const variant = (covers: string, term: string, share = 0.6) => ({ covers: [covers], terms: term.split(' '), share });

test('variants join the asked terms at a part of their share', () => {
  expect(expandTerms([{ term: 'mult' }], [variant('mult', 'penal', 0.5)])).toEqual([
    { term: 'mult' },
    { term: 'penal', weight: 0.5 * expansionWeight },
  ]);
});

test('an asked term keeps its own weight, and a term comes once, with its best share', () => {
  const asked = [{ term: 'a' }, { term: 'b', weight: 0.9 }];
  const expanded = expandTerms(asked, [variant('a', 'b'), variant('a', 'c', 0.8), variant('b', 'c', 0.4)]);
  expect(expanded).toEqual([...asked, { term: 'c', weight: 0.8 * expansionWeight }]);
});

test('expressions are left to the later stages, and no word brings more than its part', () => {
  const many = Array.from({ length: 50 }, (_, i) => variant('a', `t${i}`));
  expect(expandTerms([{ term: 'a' }], [variant('a', 'x y'), ...many])).toHaveLength(1 + maxExpansions);
});
