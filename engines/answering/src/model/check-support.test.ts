import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainTools } from '../testing/plain-tools.ts';
import { checkSupport } from './check-support.ts';

const passages = [
  'El plazo de entrega del puente es de 30 días hábiles según el Ministerio de Obras.',
  'El monto del contrato es de 1.250.000,00 euros.',
];
const check = (draft: string) => checkSupport(plainTools, draft, passages);

test('what a passage says is supported, by that passage, also in other words and figures', () => {
  expect(check('El puente tiene un plazo de entrega de 30 días.')).toMatchObject([
    { supported: true, passage: 0, unknown: [] },
  ]);
  expect(check('El monto del contrato: 1,250,000 euros.')).toMatchObject([{ supported: true, passage: 1 }]);
});

test('an invented figure, name or subject is not', () => {
  expect(check('El plazo de entrega del puente es de 45 días hábiles.')).toMatchObject([
    { supported: false, unknown: ['45'] },
  ]);
  expect(check('El plazo de entrega lo fija Construcciones Ejemplo.')).toMatchObject([
    { supported: false, unknown: ['Construcciones Ejemplo'] },
  ]);
  expect(check('La turbina fue pintada ayer con esmalte azul brillante.')).toMatchObject([{ supported: false }]);
});

test('facts of two passages in one sentence are not one claim of either', () => {
  expect(check('El plazo de entrega es de 30 días y el monto es de 1.250.000,00 euros.')[0]!.supported).toBe(false);
});

test('any draft: one verdict a sentence', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.array(fc.string()), (draft, texts) => {
      const verdicts = checkSupport(plainTools, draft, texts);
      expect(verdicts.map((verdict) => verdict.range)).toEqual(plainTools.sentences(draft));
      for (const { supported, passage } of verdicts) expect(!supported || passage >= 0).toBe(true);
    }),
  );
});
