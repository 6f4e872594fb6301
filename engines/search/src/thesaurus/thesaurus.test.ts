import { describe, expect, test } from 'vitest';
import { createAnalyzer } from '../analysis/analyzer.ts';
import { readGroups } from './read-groups.ts';
import { spanishForms } from './spanish-forms.ts';
import { createThesaurus } from './thesaurus.ts';

const analyzer = createAnalyzer();
const thesaurus = createThesaurus({ analyzer });
const term = (word: string) => analyzer.analyze(word)[0]!.term;
const shareOf = (text: string, asked: string, ...words: string[]) =>
  thesaurus
    .variantsOf(text)
    .find(({ covers, terms }) => covers.join(' ') === asked && terms.join(' ') === words.map(term).join(' '))?.share ??
  0;

describe('notation', () => {
  test('Spanish before the bar, English behind it, near words behind the tilde, expressions with underscores', () => {
    expect(readGroups('multa ~ castigo | liquidated_damages')).toEqual([
      [
        { words: ['multa'], side: 'es', near: false },
        { words: ['castigo'], side: 'es', near: true },
        { words: ['liquidated', 'damages'], side: 'en', near: false },
      ],
    ]);
  });

  test('regular forms come from the infinitive; other words stay alone', () => {
    expect(spanishForms('abonar')).toEqual(expect.arrayContaining(['abonó', 'abonaron', 'abonada', 'abonará']));
    expect(spanishForms('retrasarse')).toContain('retrasó');
    expect(spanishForms('multa')).toEqual(['multa']);
  });
});

describe('variants', () => {
  test('synonyms within a language', () => {
    expect(shareOf('¿Qué multa le cae?', term('multa'), 'penalidad')).toBeGreaterThan(0.5);
    expect(shareOf('the fine', term('fine'), 'penalty')).toBeGreaterThan(0.5);
  });

  test('translations go both ways', () => {
    expect(shareOf('the penalty', term('penalty'), 'multa')).toBeGreaterThan(0.5);
    expect(shareOf('la sanción', term('sanción'), 'fine')).toBeGreaterThan(0.5);
  });

  test('near words count less than synonyms', () => {
    const near = shareOf('el contratista', term('contratista'), 'proveedor');
    expect(near).toBeGreaterThan(0);
    expect(near).toBeLessThan(shareOf('el contratista', term('contratista'), 'constructora'));
  });

  test('two near words of one group are not related by it', () => {
    expect(shareOf('deducción', term('deducción'), 'castigo')).toBe(0);
  });

  test('irregular forms of one verb are nearly the word itself', () => {
    expect(shareOf('has sunk', term('sunk'), 'sink')).toBeGreaterThan(0.8);
    expect(shareOf('se pagó', term('pagó'), 'pagada')).toBeGreaterThan(0.8);
    expect(shareOf('se repetirá', term('repetirá'), 'repite')).toBeGreaterThan(0.8);
  });

  test('an expression is read as a whole, and its words do not go their own ways', () => {
    expect(shareOf('When will it turn up?', term('turn'), 'arrive')).toBeGreaterThan(0.5);
    expect(shareOf('dejaron fuera a la empresa', term('dejaron'), 'excluida')).toBeGreaterThan(0.5);
    expect(shareOf('dejar fuera a la empresa', term('dejar'), 'excluir')).toBeGreaterThan(0.5);
    expect(shareOf('which law firm acts', `${term('law')} ${term('firm')}`, 'solicitors')).toBeGreaterThan(0.5);
    expect(shareOf('which law firm acts', term('law'), 'statute')).toBe(0);
  });

  test('an expression to look for is several terms in a row', () => {
    expect(shareOf('la multa', term('multa'), 'liquidated', 'damages')).toBeGreaterThan(0.5);
  });

  test('unknown words, figures and stop words have none', () => {
    expect(thesaurus.variantsOf('Peñaluenga 2024/17 J-12345678 de la')).toEqual([]);
    expect(thesaurus.variantsOf('')).toEqual([]);
  });

  test('no variant repeats what was asked, and each pair comes once, best first', () => {
    const variants = thesaurus.variantsOf('¿Quién paga la multa del contrato de obras?');
    const names = variants.map(({ covers, terms }) => `${covers.join(' ')}>${terms.join(' ')}`);
    expect(new Set(names).size).toBe(names.length);
    expect(variants.filter(({ covers, terms }) => terms.every((one) => covers.includes(one)))).toEqual([]);
    expect(variants.map(({ share }) => share)).toEqual(variants.map(({ share }) => share).sort((a, b) => b - a));
  });
});
