import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnswering } from './answering.ts';
import type { Candidate } from './contract.ts';
import { plainTools } from './testing/plain-tools.ts';

const answering = createAnswering(plainTools);
const candidate = (id: string, text: string, more: Partial<Candidate> = {}): Candidate => ({
  id,
  documentId: id,
  title: 'Contrato 2024/17',
  headings: [],
  text,
  score: 8,
  day: null,
  ...more,
});
const ask = (question: string, candidates: Candidate[]) =>
  answering.answer(answering.analyzeQuestion(question), candidates, { weightOf: () => 2 });
const quoted = (candidates: Candidate[], answer: ReturnType<typeof ask>) =>
  answer.sentences.map(({ candidateId, range, span }) => {
    const { text } = candidates.find(({ id }) => id === candidateId)!;
    return { sentence: text.slice(range.start, range.end), span: span && text.slice(span.start, span.end) };
  });

test('the best sentence is quoted as it stands, with the span that was asked for', () => {
  const candidates = [
    candidate(
      'a',
      'El objeto es la construcción del puente. El plazo de entrega del puente es de treinta (30) días hábiles. La garantía será del 10 %.',
    ),
    candidate('b', 'El puente se pintará de blanco.', { score: 3 }),
  ];
  const answer = ask('¿Cuál es el plazo de entrega del puente?', candidates);
  expect(answer.outcome).toBe('answered');
  expect(quoted(candidates, answer)[0]).toEqual({
    sentence: 'El plazo de entrega del puente es de treinta (30) días hábiles.',
    span: 'treinta (30) días hábiles',
  });
  expect(answer.sentences.length).toBeLessThanOrEqual(3);
});

test('a span that the question already names is no answer', () => {
  const candidates = [candidate('a', 'El contrato del 3 de mayo de 2023 fue prorrogado el 15 de marzo de 2024.')];
  const answer = ask('¿Cuándo fue prorrogado el contrato del 3 de mayo de 2023?', candidates);
  expect(quoted(candidates, answer)[0]?.span).toBe('15 de marzo de 2024');
});

test('a sentence that goes on with a pronoun is found by its neighbour', () => {
  const candidates = [
    candidate(
      'a',
      'La fianza definitiva garantiza el contrato del puente. Fue depositada el 2 de junio de 2024. El acta se archivó.',
    ),
  ];
  const answer = ask('¿Cuándo fue depositada la fianza definitiva?', candidates);
  expect(quoted(candidates, answer)[0]?.sentence).toBe('Fue depositada el 2 de junio de 2024.');
});

test('repetitions are merged and told', () => {
  const text = 'El plazo de entrega del puente es de 30 días.';
  const answer = ask('¿Cuál es el plazo de entrega del puente?', [
    candidate('a', text),
    candidate('b', text),
    candidate('c', text),
  ]);
  expect(answer.sentences).toHaveLength(1);
  expect(answer.sentences[0]!.alsoIn.map((other) => other.candidateId)).toEqual(['b', 'c']);
  expect(answer.conflicts).toEqual([]);
});

describe('conflicts', () => {
  test('the other side is quoted even where three sentences of one document rank before it', () => {
    const report = candidate(
      'report',
      'La pila del puente ha bajado 38 mm. La pila del puente ha bajado más que las otras. La pila del puente ha bajado otra vez.',
      { score: 12 },
    );
    const other = candidate('other', 'Según el ensayo, la pila ha bajado 21 milímetros.', { score: 2 });
    const answer = ask('¿Cuántos milímetros ha bajado la pila?', [report, other]);
    expect(answer.conflicts[0]?.values).toEqual(['38 mm', '21 mm']);
    expect(answer.sentences).toHaveLength(3);
    const unlike = candidate('unlike', 'Según el ensayo, la pila ha bajado en 2024.', { score: 2 });
    expect(ask('¿Cuántos milímetros ha bajado la pila?', [report, unlike]).conflicts).toEqual([]);
  });

  const older = candidate('old', 'El plazo de entrega del puente es de 30 días.', { day: 100 });
  const newer = candidate('new', 'El plazo de entrega del puente es de 45 días.', { day: 200 });

  test('two values for one thing stand side by side, the newer first', () => {
    const answer = ask('¿Cuál es el plazo de entrega del puente?', [older, newer]);
    expect(answer.conflicts).toHaveLength(1);
    expect(answer.conflicts[0]!.values).toEqual(['45 day', '30 day']);
    expect(answer.conflicts[0]!.sentences.map((index) => answer.sentences[index]!.candidateId)).toEqual(['new', 'old']);
  });

  test('what the title says need not be said again in the clause', () => {
    const clause = candidate('clause', 'El plazo de entrega de la obra será de 120 días.', {
      title: 'Contrato 2024/17',
      day: 100,
    });
    const addendum = candidate('addendum', 'El plazo de entrega de la obra del contrato 2024/17 será de 150 días.', {
      title: 'Adenda',
      day: 300,
    });
    expect(ask('¿Cuál es el plazo de entrega del contrato 2024/17?', [clause, addendum]).conflicts[0]?.values).toEqual([
      '150 day',
      '120 day',
    ]);
  });

  test('are found among all that is quoted, not only with the best sentence', () => {
    const clause = candidate(
      'old',
      'El plazo del contrato para presentar el programa es de treinta días. Las obras se entregarán el 15 de octubre de 2025.',
      { title: 'Contrato 2024/17', score: 5 },
    );
    const addendum = candidate('new', 'Las obras se entregarán el 30 de enero de 2026.', {
      title: 'Adenda al contrato 2024/17',
      documentId: 'addendum',
    });
    const { conflicts } = ask('¿Cuál es el plazo de entrega de las obras del contrato 2024/17?', [clause, addendum]);
    expect(conflicts.flatMap(({ values }) => values).sort()).toEqual(['2025-10-15', '2026-01-30']);
  });

  test('different things do not contradict each other', () => {
    const other = candidate('other', 'El plazo de pago de facturas es de 60 días.');
    expect(ask('¿Cuál es el plazo de entrega del puente?', [older, other]).conflicts).toEqual([]);
  });
});

test('what the passages do not say is not answered, but the closest is offered', () => {
  const answer = ask('¿Quién fabricó la turbina hidráulica de repuesto en 1987?', [
    candidate('a', 'El objeto es la construcción del puente.', { score: 1 }),
  ]);
  expect(answer.outcome).toBe('not_found');
  expect(answer.sentences).toEqual([]);
  expect(answer.nearest).toHaveLength(1);
  expect(answer.confidence).toBeLessThan(0.3);
});

test('a denial is not answered by a statement', () => {
  const candidates = [candidate('a', 'Los suministros de cemento incluyen el transporte.')];
  const [plain, denied] = [
    '¿Qué suministros incluyen el transporte?',
    '¿Qué suministros no incluyen el transporte?',
  ].map((question) => ask(question, candidates).confidence);
  expect(denied).toBeLessThan(plain! - 0.2);
});

test('nothing asked or nothing found: not_found, no error', () => {
  expect(ask('¿qué es la de los?', [candidate('a', 'Texto.')]).outcome).toBe('not_found');
  expect(ask('¿Cuál es el plazo?', [])).toMatchObject({ outcome: 'not_found', confidence: 0, nearest: [] });
});

test('any texts: ranges are sentences of their candidates, spans lie in them, confidence is a share', () => {
  const text = fc.oneof(
    fc.lorem({ mode: 'sentences' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom('', '\n\n', 'El plazo es de 30 días. El plazo es de 40 días.'),
  );
  fc.assert(
    fc.property(
      fc.array(text, { maxLength: 5 }),
      fc.oneof(fc.string(), fc.constantFrom('¿Cuál es el plazo?', '¿Cuándo?', 'lorem ipsum?')),
      (texts, question) => {
        const candidates = texts.map((body, at) => candidate(String(at), body));
        const answer = ask(question, candidates);
        expect(answer.confidence).toBeGreaterThanOrEqual(0);
        expect(answer.confidence).toBeLessThanOrEqual(1);
        for (const { candidateId, range, span } of [...answer.sentences, ...answer.nearest]) {
          expect(plainTools.sentences(texts[Number(candidateId)]!)).toContainEqual(range);
          if (span) expect(span.start >= range.start && span.end <= range.end).toBe(true);
        }
      },
    ),
    { numRuns: 400 },
  );
});
