import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fold } from './fold.ts';

test('accents, case and ligatures fall away', () => {
  expect(fold('ADJUDICACIÓN del Año')).toBe('adjudicacion del ano');
  expect(fold('An\u0303o')).toBe('ano');
  expect(fold('Straße Œuvre Ærø Łódź')).toBe('strasse oeuvre aero lodz');
  expect(fold('con\u00adtrato')).toBe('contrato');
  expect(fold('１２３ ﬁrma')).toBe('123 firma');
});

test('folding twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text)),
    { numRuns: 2000 },
  );
});

test('a typed accent never matters for Spanish letters', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('á', 'é', 'í', 'ó', 'ú', 'ü', 'ñ', 'b', 'r')), (letters) => {
      const word = letters.join('');
      return fold(word) === fold(word.normalize('NFD')) && fold(word) === fold(word.toUpperCase());
    }),
  );
});
