import { expect, test } from 'vitest';
import { plainTools } from '../testing/plain-tools.ts';
import { createOpposites } from './opposites.ts';

const opposites = createOpposites(plainTools);
const words = (text: string) =>
  new Set([...text.split(' '), ...plainTools.analyzer.analyze(text).map(({ term }) => term)]);
const stand = (question: string, sentence: string) => opposites.stand(words(question), words(sentence));

test('an opposite in the place of a word that was asked is seen, in both languages and with a negating prefix', () => {
  expect(stand('who won', 'they lost')).toBe(true);
  expect(stand('frontera norte', 'frontera sur')).toBe(true);
  expect(stand('antes del pago', 'despues del pago')).toBe(true);
  expect(stand('unstable isotope', 'stable isotope')).toBe(true);
});

test('a word that the sentence has too, or an opposite that the question names itself, is none', () => {
  expect(stand('who won', 'who won and who lost')).toBe(false);
  expect(stand('norte o sur', 'frontera sur')).toBe(false);
  expect(stand('frontera norte', 'frontera azul')).toBe(false);
});
