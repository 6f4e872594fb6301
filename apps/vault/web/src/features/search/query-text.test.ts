import { describe, expect, test } from 'vitest';
import { operatorsIn, withOperator, withoutOperator, wordsOf } from './query-text.ts';

describe('filters in a query', () => {
  test('are found in both languages, quoted or not, with their signs', () => {
    const query = 'plazo tipo:pdf,docx FECHA>=2024-01 folder:"Obras 2024" etiqueta:(DL//OBRA) idioma:es';
    expect(operatorsIn(query).map(({ field, sign, value }) => [field, sign, value])).toEqual([
      ['kind', ':', 'pdf,docx'],
      ['date', '>=', '2024-01'],
      ['folder', ':', 'Obras 2024'],
      ['label', ':', '(DL//OBRA)'],
      ['language', ':', 'es'],
    ]);
    expect(wordsOf(query)).toBe('plazo');
  });

  test('are not every word with a colon', () => {
    expect(operatorsIn('Nota: ver http://example.org subtipo:pdf')).toEqual([]);
  });

  test('take the place of another of their field and leave the rest', () => {
    expect(withOperator('plazo tipo:pdf carpeta:obra', 'kind', 'word', 'es')).toBe('plazo carpeta:obra tipo:word');
    expect(withOperator('plazo', 'folder', 'Obras 2024', 'en')).toBe('plazo folder:"Obras 2024"');
  });

  test('go away one by one', () => {
    const query = 'tipo:pdf "plazo de ejecución" fecha:2024 -obra';
    const [kind, date] = operatorsIn(query);
    expect(withoutOperator(query, kind!)).toBe('"plazo de ejecución" fecha:2024 -obra');
    expect(withoutOperator(query, date!)).toBe('tipo:pdf "plazo de ejecución" -obra');
  });

  test('that were written can be read again', () => {
    for (const value of ['pdf', '(DL//REL NORTE, SUR)', 'Obras 2024', '2024-01..2024-06'])
      expect(operatorsIn(withOperator('plazo', 'folder', value, 'es'))[0]).toMatchObject({ field: 'folder', value });
  });
});
