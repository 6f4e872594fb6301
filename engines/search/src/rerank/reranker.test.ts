import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createAnalyzer } from '../analysis/analyzer.ts';
import { createReranker } from './reranker.ts';

const reranker = createReranker({ analyzer: createAnalyzer() });
const candidate = (text: string, score = 5, title = '') => ({ text, title, headings: [], score });
const order = (question: string, texts: ReturnType<typeof candidate>[]) =>
  reranker.rerank(question, texts, () => 2).map((one) => one.candidate);

test('words together in one sentence beat words spread over several', () => {
  const spread = candidate('El plazo corre. El puente es nuevo. La entrega fue ayer.');
  const together = candidate('El plazo para la entrega del puente corre. Fue ayer. Es nuevo.');
  expect(order('plazo de entrega del puente', [spread, together])).toEqual([1, 0]);
});

test('the order asked, the exact form and the title count', () => {
  expect(order('obra pública', [candidate('Es pública la obra.'), candidate('Es obra pública.')])).toEqual([1, 0]);
  expect(order('contratante', [candidate('Contratar es esto.'), candidate('Contratante es esto.')])).toEqual([1, 0]);
  expect(order('puente', [candidate('El puente.'), candidate('El puente.', 5, 'Puente nuevo')])).toEqual([1, 0]);
});

test('the wording of the question counts, function words included', () => {
  const question = '¿Qué parte de la obra termina?';
  expect(
    order(question, [candidate('La parte sin obra termina.'), candidate('Una parte de la obra termina.')]),
  ).toEqual([1, 0]);
});

test('a question for a figure prefers a sentence that has one of its own', () => {
  const [vague, exact] = [candidate('El plazo de entrega es corto.'), candidate('El plazo de entrega es de 30 días.')];
  expect(order('¿Cuál es el plazo de entrega?', [vague, exact])).toEqual([1, 0]);
  expect(order('¿Quién fija el plazo de entrega?', [vague, exact])).toEqual([0, 1]);
  expect(
    order('¿Cuándo vence el plazo de 30 días?', [
      candidate('El plazo de 30 días vence.'),
      candidate('El plazo de 30 días vence en mayo de 2024.'),
    ]),
  ).toEqual([1, 0]);
});

test('a clearly better first stage keeps its place', () => {
  expect(order('obra pública', [candidate('Obra.', 30), candidate('Obra pública.', 5)])).toEqual([0, 1]);
});

test('nothing is lost, ties keep their order, and stop words change nothing', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('obra', 'puente nuevo', 'de la', ''), { maxLength: 10 }), (texts) => {
      const ranked = order(
        'obra puente',
        texts.map((text) => candidate(text)),
      );
      expect([...ranked].sort((a, b) => a - b)).toEqual(texts.map((_, at) => at));
    }),
  );
  expect(order('de la', [candidate('b'), candidate('a')])).toEqual([0, 1]);
});

test('another word for the one asked counts, but less than the word itself', () => {
  const term = (word: string) => createAnalyzer().analyze(word)[0]!.term;
  const variants = [{ covers: [term('multa')], terms: [term('penalidad')], share: 0.6 }];
  const texts = [candidate('El puente.'), candidate('La penalidad.'), candidate('La multa.')];
  const ranked = reranker.rerank('multa', texts, () => 2, variants);
  expect(ranked.map((one) => one.candidate)).toEqual([2, 1, 0]);
});
