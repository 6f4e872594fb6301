import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainTools } from '../testing/plain-tools.ts';
import { analyzeQuestion, maxQuestionLength } from './analyze-question.ts';

const analyze = (text: string) => analyzeQuestion(plainTools, text);

describe('what a question expects', () => {
  test.each([
    ['¿Cuándo se firmó el contrato?', 'date'],
    ['¿En qué año se fundó la empresa?', 'date'],
    ['¿Cuál es el plazo de entrega del contrato 2024/17?', 'deadline'],
    ['¿Hasta cuándo se pueden presentar ofertas?', 'deadline'],
    ['¿Cuánto tiempo dura la garantía?', 'duration'],
    ['¿Cuántos días tiene el contratista?', 'duration'],
    ['¿Cuál es el monto del anticipo?', 'amount'],
    ['¿Cuánto cuesta la obra?', 'amount'],
    ['¿Qué porcentaje de anticipo se paga?', 'percentage'],
    ['¿Qué tanto por ciento se retiene de cada pago?', 'percentage'],
    ['¿Qué interés se paga por el préstamo?', 'percentage'],
    ['¿Cuánto piden los vecinos por los daños?', 'amount'],
    ['¿Cuánto se ha pagado por el alquiler?', 'amount'],
    ['¿Qué multa se impone por verter escombros?', 'amount'],
    ['¿En qué hospital lo atendieron?', 'place'],
    ['What interest is paid on the loan?', 'percentage'],
    ['What fine is imposed for a spill?', 'amount'],
    ['How much are the neighbours claiming?', 'amount'],
    ['What does the crane cost per day?', 'amount'],
    ['¿Cuántas ofertas se recibieron?', 'number'],
    ['¿Quién firmó el acta?', 'person'],
    ['¿Qué empresa ganó la licitación?', 'organisation'],
    ['¿Dónde se ejecuta la obra?', 'place'],
    ['¿Cuál es el número de expediente?', 'identifier'],
    ['¿Qué es una penalidad?', 'definition'],
    ['¿Por qué se suspendió la obra?', 'reason'],
    ['¿Cómo se mide el avance?', 'manner'],
    ['¿Qué documentos debe presentar el contratista?', 'list'],
    ['¿Está permitida la subcontratación?', 'yes_no'],
    ['When was the contract signed?', 'date'],
    ['What is the deadline for delivery?', 'deadline'],
    ['How long does the warranty last?', 'duration'],
    ['How much does the bridge cost?', 'amount'],
    ['What percentage is paid in advance?', 'percentage'],
    ['How many offers were received?', 'number'],
    ['Who signed the minutes?', 'person'],
    ['Which company won the tender?', 'organisation'],
    ['Where is the site?', 'place'],
    ['Why was the work suspended?', 'reason'],
    ['Is subcontracting allowed?', 'yes_no'],
    ['anticipo puente', 'passage'],
  ])('%s', (text, expects) => {
    expect(analyze(text).expects).toBe(expects);
  });
});

test('the language is guessed and can be told', () => {
  expect(analyze('¿Cuál es el plazo?').language).toBe('es');
  expect(analyze('What is the deadline of the contract?').language).toBe('en');
  expect(analyzeQuestion(plainTools, 'contrato', 'en').language).toBe('en');
});

test('the frame is no key term, names and figures are anchors, the kind of answer is known', () => {
  const question = analyze('¿En qué año firmó el Ministerio de Obras el contrato 2024/17?');
  expect(question.keyTerms).not.toContain('añ');
  expect(question.keyTerms).toContain('contrat');
  expect(question.anchors).toEqual(expect.arrayContaining(['Ministerio de Obras', '2024/17']));
  expect(analyze('Which company won?').kindTerms).toEqual(['company']);
});

test('only stop words: nothing to look for', () => {
  expect(analyze('¿Qué es la de los?').keyTerms).toEqual([]);
});

test('anything may be asked, and only the beginning of an endless question is read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(analyze(text).text.length).toBeLessThanOrEqual(maxQuestionLength);
    }),
  );
  expect(analyze('¿Qué plazo '.repeat(100_000)).text).toHaveLength(maxQuestionLength);
});
