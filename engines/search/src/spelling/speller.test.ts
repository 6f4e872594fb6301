import { expect, test } from 'vitest';
import { createAnalyzer } from '../analysis/analyzer.ts';
import { didYouMean } from './did-you-mean.ts';
import { editCost } from './edit-cost.ts';
import { createSpeller } from './speller.ts';

const analyzer = createAnalyzer();
const passages = [
  'El contrato de licitación fija la garantía.',
  'La garantía del contrato vence; la adjudicación es firme.',
  'Ingeniería del puente.',
];

// A searcher over the passages above: exact frequencies, and every term within two edits.
function searcherOver(texts: readonly string[]) {
  const frequency = new Map<string, number>();
  for (const text of texts)
    for (const term of new Set(analyzer.analyze(text).map((token) => token.term)))
      frequency.set(term, (frequency.get(term) ?? 0) + 1);
  return {
    async statistics(_: unknown, terms: readonly string[]) {
      return {
        passages: texts.length,
        averageLength: 5,
        passageFrequency: terms.map((term) => frequency.get(term) ?? 0),
      };
    },
    async suggest(_: unknown, term: string, options: { maxDistance?: 1 | 2 } = {}) {
      return [...frequency]
        .map(([known, count]) => ({ term: known, distance: Math.ceil(editCost(term, known)), passageFrequency: count }))
        .filter(({ distance }) => distance <= (options.maxDistance ?? 2));
    },
  };
}
const speller = createSpeller({ analyzer, searcher: searcherOver(passages) });

test.each([
  ['conttrato', 'contrato'],
  ['contratso', 'contrato'],
  ['cotnrato', 'contrato'],
  ['garanita', 'garantía'],
  ['lisitación', 'licitación'],
  ['ajudicación', 'adjudicación'],
  ['injenieria', 'ingeniería'],
])('%s', async (written, meant) => {
  const { terms, corrections } = await speller.correct([], written);
  expect(terms).toEqual([{ term: analyzer.analyze(meant)[0]!.term, weight: expect.any(Number) }]);
  expect(corrections).toHaveLength(1);
});

test('a word that a readable passage holds, a figure and a short word are never changed', async () => {
  const { terms, corrections } = await speller.correct([], 'contrato puente 2024/18 abc');
  expect(corrections).toEqual([]);
  expect(terms.every((term) => term.weight === undefined)).toBe(true);
});

test('a short word that begins with another letter is another word, unless the two are easily confused', async () => {
  const short = createSpeller({ analyzer, searcher: searcherOver(['Una viga, una vaca.']) });
  expect((await short.correct([], 'liga')).corrections).toEqual([]);
  expect((await short.correct([], 'baca')).corrections).toHaveLength(1);
});

test('a word with nothing near stays', async () => {
  const { terms, corrections } = await speller.correct([], 'xylophonic');
  expect(corrections).toEqual([]);
  expect(terms).toHaveLength(1);
});

test('the question is shown with words that the passages have', async () => {
  const question = '¿Cuál es la Garanita del conttrato?';
  const { corrections } = await speller.correct([], question);
  expect(didYouMean(analyzer, question, corrections, passages)).toBe('¿Cuál es la Garantía del contrato?');
  expect(didYouMean(analyzer, question, corrections, [])).toBeNull();
});

test('slips cost less than other edits', () => {
  expect(editCost('casa', 'casa')).toBe(0);
  expect(editCost('baca', 'vaca')).toBeLessThan(editCost('daca', 'zaca'));
  expect(editCost('ola', 'hola')).toBeLessThan(1);
  expect(editCost('cotnrato', 'contrato')).toBeLessThan(1);
  expect(editCost('abc', 'xyz')).toBe(editCost('xyz', 'abc'));
});
