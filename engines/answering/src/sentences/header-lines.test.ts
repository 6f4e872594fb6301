import { expect, test } from 'vitest';
import { analyzeQuestion } from '../question/analyze-question.ts';
import { plainTools } from '../testing/plain-tools.ts';
import { isIdleHeaderLine } from './header-lines.ts';

const isIdle = (line: string, question: string) => isIdleHeaderLine(line, analyzeQuestion(plainTools, question));

test('a line of the head of a mail answers only who wrote, when, and about what', () => {
  expect(isIdle('Subject: Retention query', 'What retention applies?')).toBe(true);
  expect(isIdle('Asunto: Corte de agua', '¿Cuál es el asunto del correo?')).toBe(false);
  expect(isIdle('De: Ana Ejemplo <ana@example.org>', '¿Quién escribió el correo?')).toBe(false);
  expect(isIdle('De: Ana Ejemplo <ana@example.org>', '¿Cuál es el plazo?')).toBe(true);
  expect(isIdle('Date: 17 June 2025', 'When was the notice sent?')).toBe(false);
});

test('a sentence is none', () => {
  expect(isIdle('De acuerdo con el contrato: treinta días.', '¿Cuál es el plazo?')).toBe(false);
  expect(isIdle('From the date of signature, thirty days.', 'What is the deadline?')).toBe(false);
});
