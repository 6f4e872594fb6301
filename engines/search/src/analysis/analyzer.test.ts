import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnalyzer, maxTermLength } from './analyzer.ts';

const analyzer = createAnalyzer();
const terms = (text: string) => analyzer.analyze(text).map((token) => token.term);

describe('ids, numbers and dates', () => {
  test.each([
    ['el contrato 2024/17', ['contrat', '2024/17', '2024', '17']],
    ['RIF J-12345678', ['rif', 'j12345678', '12345678']],
    ['por 1.250.000,00 €', ['1250000']],
    ['for 1,250,000.00', ['1250000']],
    ['1.250', ['1250', '1.25']],
    ['3,5 %', ['3.5']],
    ['B-301/A', ['b301a', '301']],
    ['norma 1.2.3', ['norm', '1/2/3', '1', '2', '3']],
  ])('%s', (text, expected) => {
    expect(terms(text)).toEqual(expected);
  });

  test('the ways of writing one thing share a term', () => {
    const shared = (texts: string[], term: string) => texts.filter((text) => !terms(text).includes(term));
    expect(
      shared(
        ['15 de marzo de 2024', '15/03/2024', '2024-03-15', 'March 15, 2024', '15th of March 2024', '15.3.2024'],
        '2024-03-15',
      ),
    ).toEqual([]);
    expect(shared(['J-12345678', 'J12345678', 'j-12345678'], 'j12345678')).toEqual([]);
    expect(shared(['2024/17', '2024-17', '2024/017'], '2024/17')).toEqual([]);
    expect(shared(['+34 600 000 000', '+34-600-000-000'], '34600000000')).toEqual([]);
    expect(shared(['EE.UU.', 'eeuu'], 'eeuu')).toEqual([]);
    expect(terms('ES91 2100 0418 4502 0005 1332')).toContain('es9121000418450200051332');
    expect(terms('Escriba a ana.perez@example.org.')).toContain('ana.perez@example.org');
  });

  test('impossible dates are ids and not dates', () => {
    expect(terms('31/02/2024')).not.toContain('2024-02-31');
    expect(terms('45/13/2024').some((term) => /^\d{4}-\d\d-\d\d$/.test(term))).toBe(false);
  });

  test('a Spanish text puts the day first; elsewhere both readings are kept', () => {
    const inLanguage = (language: 'es' | 'en') => analyzer.analyze('03/04/2024', language).map((token) => token.term);
    expect(inLanguage('es')).not.toContain('2024-03-04');
    expect(inLanguage('en')).toEqual(expect.arrayContaining(['2024-03-04', '2024-04-03']));
  });
});

test('wholes stand at the position of their first part, and words after them go on counting', () => {
  const tokens = analyzer.analyze('contrato 2024/17 vigente');
  expect(tokens.map(({ term, position }) => [term, position])).toEqual([
    ['contrat', 0],
    ['2024/17', 1],
    ['2024', 1],
    ['17', 2],
    ['vigent', 3],
  ]);
});

test('stop words leave gaps in positions', () => {
  expect(analyzer.analyze('plazo de la entrega').map((token) => token.position)).toEqual([0, 3]);
});

test('contractions and elisions lose their tails', () => {
  expect(terms("the company's plan doesn't l'acte d’Ivoire")).toEqual(['compani', 'plan', 'act', 'ivoir']);
});

test('scripts without spaces are cut into pairs; others come through whole', () => {
  expect(terms('東京都')).toEqual(['東京', '京都']);
  expect(terms('水')).toEqual(['水']);
  expect(terms('مرحبا بالعالم')).toHaveLength(2);
});

test('a very long word is cut', () => {
  for (const term of terms(`${'x'.repeat(5000)} ${'9'.repeat(5000)} ${'a1'.repeat(4000)} ${'é'.repeat(400)}`)) {
    expect(term.length).toBeLessThanOrEqual(maxTermLength);
  }
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.constantFrom(
        '15',
        ' ',
        '/',
        '.',
        ',',
        '-',
        '2024',
        'marzo',
        ' de ',
        'J',
        '@',
        'a',
        "'s",
        '\u0301',
        '水',
        '\ud800',
        '(',
        ')',
        '+34 ',
      ),
    )
    .map((parts) => parts.join('')),
);

test('any text: offsets lie in it, positions and starts never go back, terms are not empty', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      let position = 0;
      for (const token of analyzer.analyze(text)) {
        expect(token.start).toBeGreaterThanOrEqual(0);
        expect(token.end).toBeGreaterThan(token.start);
        expect(token.end).toBeLessThanOrEqual(text.length);
        expect(token.term).not.toBe('');
        expect(token.position).toBeGreaterThanOrEqual(position);
        position = token.position;
      }
    }),
    { numRuns: 1500 },
  );
});

test('analysing is the same whatever was analysed before', () => {
  fc.assert(
    fc.property(fc.array(anyText, { maxLength: 5 }), (texts) => {
      const warm = createAnalyzer();
      for (const text of texts) warm.analyze(text);
      for (const text of texts) expect(warm.analyze(text)).toEqual(createAnalyzer().analyze(text));
    }),
    { numRuns: 60 },
  );
});

// So long that work which grows with the square of the length would not end within the test's time.
test('hostile input takes linear time', () => {
  const attacks = [
    '1.'.repeat(250_000),
    '1 '.repeat(250_000),
    'a-'.repeat(250_000),
    '1/'.repeat(250_000),
    'a.'.repeat(250_000),
    '@'.repeat(500_000),
    'a+'.repeat(250_000),
    '12)'.repeat(150_000),
  ];
  for (const text of attacks) expect(() => analyzer.analyze(text)).not.toThrow();
});
