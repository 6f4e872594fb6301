import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Expectation } from '../contract.ts';
import { findSpans } from './find-spans.ts';
import { numberValue } from './written-numbers.ts';

const found = (text: string, expects: Expectation) =>
  findSpans(text, expects).map(({ start, end, value }) => [text.slice(start, end), value]);

describe('spans and their values', () => {
  test.each<[Expectation, string, string[][]]>([
    ['date', 'Se firmó el 15 de marzo de 2024 en Ejemplo.', [['15 de marzo de 2024', '2024-03-15']]],
    ['date', 'Signed on March 15, 2024.', [['March 15, 2024', '2024-03-15']]],
    [
      'date',
      'Vence el 15/03/2024 o el 2024-04-01.',
      [
        ['15/03/2024', '2024-03-15'],
        ['2024-04-01', '2024-04-01'],
      ],
    ],
    [
      'date',
      'En junio de 1998 y en el siglo XIX.',
      [
        ['junio de 1998', '1998-06'],
        ['siglo XIX', 'siglo xix'],
      ],
    ],
    ['amount', 'El monto es de 1.250.000,00 euros.', [['1.250.000,00 euros', '1250000 EUR']]],
    ['amount', 'It cost US$ 2.5 million.', [['US$ 2.5 million', '2500000 USD']]],
    ['amount', 'Bs. 300.000 de anticipo', [['Bs. 300.000', '300000 VES']]],
    [
      'percentage',
      'un anticipo del 30 % y el diez por ciento',
      [
        ['30 %', '30 %'],
        ['diez por ciento', '10 %'],
      ],
    ],
    ['duration', 'en un plazo de treinta (30) días hábiles', [['treinta (30) días hábiles', '30 working day']]],
    ['duration', 'within 45 calendar days', [['45 calendar days', '45 day']]],
    [
      'deadline',
      'antes del 1 de mayo de 2025, en 10 días',
      [
        ['1 de mayo de 2025', '2025-05-01'],
        ['10 días', '10 day'],
      ],
    ],
    [
      'number',
      'Se recibieron doce ofertas y 1.250 sacos.',
      [
        ['doce', '12'],
        ['1.250', '1250'],
      ],
    ],
    [
      'number',
      'Bajó 38 mm, no 21 milímetros, en 2024.',
      [
        ['38 mm', '38 mm'],
        ['21 milímetros', '21 mm'],
        ['2024', '2024'],
      ],
    ],
    [
      'identifier',
      'expediente B-301/A y contrato 2024/17',
      [
        ['B-301/A', 'b-301/a'],
        ['2024/17', '2024/17'],
      ],
    ],
    ['identifier', 'escriba a obras@example.org', [['obras@example.org', 'obras@example.org']]],
    ['person', 'El acta fue firmada por Ana María Pérez en Valencia.', [['Ana María Pérez', 'ana maría pérez']]],
    [
      'organisation',
      'La obra la ganó Constructora Ejemplo C.A. en Valencia.',
      [['Constructora Ejemplo C.A', 'constructora ejemplo c.a']],
    ],
    ['reason', 'Se suspendió debido a las lluvias.', [['debido a las lluvias', 'debido a las lluvias']]],
  ])('%s: %s', (expects, text, spans) => {
    expect(found(text, expects)).toEqual(spans);
  });
});

test.each([
  ['1.250.000,00', 1_250_000],
  ['1,250,000.50', 1_250_000.5],
  ['2,5 millones', 2_500_000],
  ['treinta y cinco', 35],
  ['doscientos mil', 200_000],
  ['twenty-four', 24],
  ['three hundred', 300],
  ['mil', 1_000],
])('%s is a number', (written, value) => {
  expect(numberValue(written)).toBe(value);
});

test('any text: spans lie in it, in order', () => {
  const kinds: Expectation[] = [
    'date',
    'deadline',
    'amount',
    'number',
    'percentage',
    'duration',
    'person',
    'organisation',
    'place',
    'identifier',
    'definition',
    'reason',
    'manner',
    'list',
  ];
  const pieces = fc
    .array(
      fc.constantFrom(
        '15 ',
        'de ',
        'marzo ',
        '2024',
        '€',
        '30 días',
        '%',
        'Ana ',
        'S.A.',
        ' y ',
        '1.000,00 ',
        'veinte ',
        '/',
        'because ',
        '\n',
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(pieces, fc.string({ unit: 'binary' })), fc.constantFrom(...kinds), (text, expects) => {
      for (const { start, end } of findSpans(text, expects)) {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 1500 },
  );
});

// What backtracks over such a sentence would not end within the test's time.
test('a sentence of the greatest length is searched for every kind', () => {
  const texts = [
    'mil '.repeat(250),
    '15 de '.repeat(160),
    'Ana de la '.repeat(100),
    '1.000 '.repeat(160),
    'a, '.repeat(330),
    'veinte y '.repeat(110),
    '2024-'.repeat(200),
  ];
  for (const text of texts) {
    for (const expects of ['date', 'amount', 'number', 'duration', 'person', 'identifier', 'list', 'reason'] as const) {
      expect(Array.isArray(findSpans(text, expects)), `${expects}: ${text.slice(0, 10)}`).toBe(true);
    }
  }
});
