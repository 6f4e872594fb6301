import { createAnalyzer } from '@nexus/search';
import { expect, test } from 'vitest';
import { readBaseText } from './base-text.ts';
import { expandText } from './expand-text.ts';

const base = readBaseText(null);
const expand = (passages: number) => [...expandText(base, createAnalyzer(), { passages, termsPerPassage: 80 })];

test('makes the same collection every time, of the length asked for', () => {
  const passages = expand(400);
  expect(expand(400)).toEqual(passages);
  const terms = passages.reduce((sum, { tokens }) => sum + tokens.length, 0) / passages.length;
  expect(terms).toBeGreaterThan(75);
  expect(terms).toBeLessThan(90);
});

test('the vocabulary grows with the collection', () => {
  const vocabulary = (passages: number) => new Set(expand(passages).flatMap(({ tokens }) => tokens)).size;
  expect(vocabulary(6000)).toBeGreaterThan(vocabulary(3000) * 1.25);
});

test('has questions that its passages can answer', () => {
  const words = new Set(expand(2000).flatMap(({ text }) => text.split(' ')));
  const asked = base.questions.slice(0, 50).flatMap((question) => question.split(' '));
  expect(asked.filter((word) => words.has(word)).length).toBeGreaterThan(asked.length * 0.8);
});
