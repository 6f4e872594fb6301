import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold } from './fold.ts';
import { stem } from './stemmer.ts';

const stems = (words: string) => new Set(words.split(' ').map((word) => stem(fold(word))));

describe('inflected forms share a stem', () => {
  test.each([
    'contrato contratos contratar contratación contratado contratada contratante contratantes',
    'licitación licitaciones licitar licitado',
    'ejecutar ejecución ejecutado ejecutada ejecutando',
    'adjudicar adjudicado adjudicación adjudicaciones',
    'notificar notificado notificación',
    'ciudad ciudades',
    'voz voces',
    'ley leyes',
    'garantía garantías',
    'plazo plazos',
    'entrega entregar entregado entregas',
    'company companies',
    'solution solutions',
    'compute computing computed computer computers computation',
    'stop stopped stopping stops',
    'boundary boundaries',
    'place places placed placing',
  ])('%s', (words) => {
    expect(stems(words).size).toBe(1);
  });
});

describe('different words stay apart', () => {
  test.each(['contrato control', 'plazo plan', 'pago página', 'union unit', 'obra obispo', 'date data'])(
    '%s',
    (words) => {
      expect(stems(words).size).toBe(words.split(' ').length);
    },
  );
});

test('a stem is never empty nor longer than its word, and figures stay', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{1,20}$/), (word) => {
      const stemmed = stem(word);
      return stemmed.length > 0 && stemmed.length <= word.length + 1;
    }),
  );
  expect(stem('b301')).toBe('b301');
  expect(stem('12345')).toBe('12345');
});
