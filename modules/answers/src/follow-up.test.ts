import { createAnswering } from '@nexus/answering';
import { createAnalyzer, sentencesOf } from '@nexus/search';
import { expect, test } from 'vitest';
import { inContext } from './follow-up.ts';

const { analyzeQuestion } = createAnswering({ analyzer: createAnalyzer(), sentences: sentencesOf });
const previous = { searchedText: '¿Cuál es el plazo de entrega del contrato 2024/17?' };

test.each([
  '¿Y la penalización?',
  '¿Y cuándo la van a repetir?',
  '¿Quién lo firmó?',
  '¿Y él qué dijo?',
  '¿Qué pasó allí?',
  'Pero ¿cuánto cuesta?',
])('continues the question before: %s', (text) => {
  expect(inContext(analyzeQuestion(text), previous)).toBe(`${text} ${previous.searchedText}`);
});

test.each(['And when did it arrive?', 'What about the penalty?', 'Who signed it?'])(
  'continues in English: %s',
  (text) => {
    const before = { searchedText: 'Which consignment was late?' };
    expect(inContext(analyzeQuestion(text), before)).toContain('consignment');
  },
);

test.each([
  '¿Qué banco emitió el aval AV-2024-00391?',
  '¿Cuál es el importe total del presupuesto base de licitación?',
  '¿Cuál es el plazo?',
])('stands on its own: %s', (text) => {
  expect(inContext(analyzeQuestion(text), previous)).toBeNull();
});

test('the first question of a conversation has nothing to continue', () => {
  expect(inContext(analyzeQuestion('¿Y la penalización?'), null)).toBeNull();
});

test('a long chain does not grow without end', () => {
  const long = { searchedText: 'palabra '.repeat(1_000) };
  expect(inContext(analyzeQuestion('¿Y eso?'), long)!.length).toBeLessThan(700);
});
