import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createAnalyzer } from '../analysis/analyzer.ts';
import { parseQuery, queryLimits } from './parse-query.ts';
import { holdsPhrases, needsVerification, toPostingsQuery } from './postings-query.ts';

const analyzer = createAnalyzer();
const parse = (text: string) => parseQuery(analyzer, text);
const day = (iso: string) => Date.parse(`${iso}T00:00:00Z`) / 86_400_000;

test('a question is words; its text is kept for ranking', () => {
  const query = parse('¿Cuál es el plazo de entrega del contrato 2024/17?');
  expect(query.outcome).toBe('ok');
  expect(query.terms).toEqual(['plac', 'entreg', 'contrat', '2024/17', '2024', '17']);
  expect(query.text).toBe('¿Cuál es el plazo de entrega del contrato 2024/17?');
});

describe('operators', () => {
  test('phrases, exclusions and filters in both languages', () => {
    const query = parse(
      '"fiel cumplimiento" garantía -anticipo -"obra menor" tipo:pdf,word carpeta:"Obras 2024" etiqueta:"R//OBRA" idioma:español fecha>=2024-01-01',
    );
    expect(query.text).toBe('fiel cumplimiento garantía');
    expect(query.phrases.map((phrase) => phrase.text)).toEqual(['fiel cumplimiento']);
    expect(query.excludedTerms).toEqual(['anticip']);
    expect(query.excludedPhrases.map((phrase) => phrase.text)).toEqual(['obra menor']);
    expect(query.filters).toEqual({
      kinds: ['pdf', 'docx', 'doc', 'odt', 'rtf'],
      languages: ['es'],
      fromDay: day('2024-01-01'),
    });
    expect(query.folders).toEqual(['Obras 2024']);
    expect(query.labels).toEqual(['R//OBRA']);
    expect(parse('bridge label:(U)')).toMatchObject({ labels: ['(U)'], outcome: 'ok' });
    expect(parse('label:U').outcome).toBe('filters_only');
    expect(parse('type:pdf language:english date<2024 bridge').filters).toEqual({
      kinds: ['pdf'],
      languages: ['en'],
      toDay: day('2023-12-31'),
    });
  });

  test.each([
    ['fecha:2024', day('2024-01-01'), day('2024-12-31')],
    ['fecha:2024-02', day('2024-02-01'), day('2024-02-29')],
    ['fecha:15/03/2024', day('2024-03-15'), day('2024-03-15')],
    ['fecha:2024-01..2024-06', day('2024-01-01'), day('2024-06-30')],
    ['fecha>=2024-02 fecha<2024-04-10', day('2024-02-01'), day('2024-04-09')],
  ])('%s', (text, fromDay, toDay) => {
    expect(parse(`obra ${text}`).filters).toEqual({ fromDay, toDay });
  });

  test('what cannot be used is named', () => {
    const query = parse('obra tipo:zzz fecha:2024-13 fecha:2024-02-31 idioma:klingon "de la"');
    expect(query.problems.map((problem) => problem.code).sort()).toEqual([
      'bad_date',
      'bad_date',
      'phrase_of_stop_words',
      'unknown_language',
      'unknown_type',
    ]);
    expect(query.filters).toEqual({});
  });

  test('a hyphen inside a word, a colon after another word and an open quotation mark are text', () => {
    expect(parse('anti-lavado').excludedTerms).toEqual([]);
    expect(parse('Nota: http://example.org').outcome).toBe('ok');
    expect(parse('"fiel cumplimiento').phrases).toHaveLength(1);
  });
});

test.each([
  ['', 'empty'],
  ['   ', 'empty'],
  ['¿qué es lo que hay de la?', 'stop_words_only'],
  ['-anticipo', 'exclusions_only'],
  ['tipo:pdf', 'filters_only'],
  ['x'.repeat(1_000_000), 'too_long'],
])('outcome of %#', (text, outcome) => {
  expect(parse(text)).toMatchObject({ outcome, terms: [] });
});

test('phrases are checked in the text, gaps for stop words included', () => {
  const query = parse('"plazo de entrega"');
  expect(needsVerification(query)).toBe(true);
  expect(toPostingsQuery(query)).toEqual({
    terms: [{ term: 'plac' }, { term: 'entreg' }],
    required: [['plac'], ['entreg']],
  });
  expect(holdsPhrases(analyzer, query, 'El plazo de entrega vence.')).toBe(true);
  expect(holdsPhrases(analyzer, query, 'La entrega tiene plazo.')).toBe(false);
  expect(holdsPhrases(analyzer, query, 'El plazo para una entrega.')).toBe(false);
  expect(holdsPhrases(analyzer, parse('obra -"plazo de entrega"'), 'Obra con plazo de entrega.')).toBe(false);
});

test('anything typed is read within bounds', () => {
  const typed = fc
    .array(
      fc.constantFrom(
        '"',
        '«',
        '»',
        '-',
        ':',
        'tipo:',
        'fecha>=',
        '..',
        ' ',
        'obra',
        '2024',
        '\n',
        'de',
        '“',
        '\ud800',
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(typed, fc.string({ unit: 'binary' })), (text) => {
      const query = parse(text);
      expect(query.terms.length).toBeLessThanOrEqual(queryLimits.terms);
      expect(query.outcome === 'ok').toBe(query.terms.length > 0);
    }),
    { numRuns: 1000 },
  );
});
