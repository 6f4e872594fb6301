import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shippedSets } from '../label-sets.ts';
import { findMarking, type Vocabulary } from './find-marking.ts';

const part = (id: string, text: string, mark: string) => ({ id, text: { es: text, en: text }, mark });

function vocabularyOf(code: string): Vocabulary {
  const levels = shippedSets.find((set) => set.code === code)!.levels;
  return {
    levels: levels.map(({ code: id, text, mark }, rank) => ({ id, code: id, text, mark, rank })),
    compartments: [part('sky', 'Cielo Abierto', 'CA'), part('legal', 'Jurídico', 'JUR')],
    groups: [part('esp', 'España', 'ESP'), part('fra', 'Francia', 'FRA')],
  };
}
const inLines = (code: string, ...lines: string[]) => findMarking({ lines, paragraphs: [] }, vocabularyOf(code));
const inParagraphs = (code: string, ...paragraphs: string[]) =>
  findMarking({ lines: [], paragraphs }, vocabularyOf(code));

describe('banner lines', () => {
  test.each([
    ['us', 'SECRET//NOFORN', 'us-secret'],
    ['us', 'TOP SECRET', 'us-top-secret'],
    ['spain', 'RESERVADO', 'es-reserved'],
    ['spain', '  DIFUSIÓN LIMITADA  ', 'es-limited'],
    ['spain', 'DIFUSION LIMITADA', 'es-limited'],
    ['spain', '*** CONFIDENCIAL ***', 'es-confidential'],
    ['spain', '- SECRETO -', 'es-secret'],
    ['nato', 'NATO RESTRICTED', 'nato-restricted'],
    ['corporate', 'CONFIDENCIAL', 'corporate-confidential'],
    ['corporate', 'STRICTLY CONFIDENTIAL', 'corporate-restricted'],
  ])('%s: %s', (set, line, levelId) => {
    expect(inLines(set, 'Informe', line)).toMatchObject({ kind: 'banner', levelId });
  });

  test('name compartments and groups, and say what the set does not know', () => {
    expect(inLines('spain', 'RESERVADO//JURÍDICO/CIELO ABIERTO//REL A ESPAÑA, FRANCIA')).toMatchObject({
      compartments: ['legal', 'sky'],
      unknown: [],
      releasableTo: ['esp', 'fra'],
    });
    expect(inLines('spain', 'RESERVADO // JUR // REL ESP, FRA')).toMatchObject({
      compartments: ['legal'],
      releasableTo: ['esp', 'fra'],
      unknown: [],
    });
    expect(inLines('us', 'SECRET//NOFORN')).toMatchObject({
      compartments: [],
      releasableTo: null,
      unknown: ['noforn'],
    });
    expect(inLines('spain', 'SECRETO//NO DIFUNDIBLE')).toMatchObject({ releasableTo: [] });
  });

  test('are lines of their own in capitals, never words of the text', () => {
    expect(
      inLines('spain', 'Confidencial', 'El informe CONFIDENCIAL', 'CONFIDENCIAL Y URGENTE', 'confidencial'),
    ).toBeNull();
    expect(inLines('spain', `SECRETO//${'A'.repeat(200)}`)).toBeNull();
    expect(inLines('spain')).toBeNull();
  });

  test('the highest counts, whatever comes first', () => {
    expect(inLines('us', 'CONFIDENTIAL', 'UNCLASSIFIED', 'SECRET', 'CUI')).toMatchObject({ levelId: 'us-secret' });
  });
});

describe('portion marks', () => {
  test('the highest mark and what stands beside it', () => {
    expect(inParagraphs('us', '(U) Introduction', '(S//REL ESP, FRA) The plan', '(C) More')).toMatchObject({
      kind: 'portion',
      levelId: 'us-secret',
      releasableTo: ['esp', 'fra'],
    });
    expect(inParagraphs('spain', '(DL) Primero', '(R//JUR) Segundo', '(R//CA) Tercero')).toMatchObject({
      levelId: 'es-reserved',
      compartments: ['legal', 'sky'],
    });
  });

  test('letters in parentheses elsewhere are no marks', () => {
    expect(inParagraphs('us', 'As said (S) before', '(Smith) says', '(S', '()', '(see below)')).toBeNull();
  });
});

test('any text at all gives a marking of the set or none, in time that grows with its length', () => {
  const vocabularies = shippedSets.map(({ code }) => vocabularyOf(code));
  const pieces = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'SECRET',
      '//',
      '(',
      ')',
      'REL ',
      'NOFORN',
      ', ',
      '/',
      ' ',
      'JUR',
      '(S//',
      '***',
      '- ',
      'CONFIDENCIAL',
    ),
  );
  const text = fc.array(pieces, { maxLength: 30 }).map((all) => all.join(''));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 8 }), fc.constantFrom(...vocabularies), (texts, vocabulary) => {
      const found = findMarking({ lines: texts, paragraphs: texts }, vocabulary);
      if (!found) return;
      expect(vocabulary.levels.map(({ id }) => id)).toContain(found.levelId);
      for (const id of found.compartments) expect(['sky', 'legal']).toContain(id);
      for (const id of found.releasableTo ?? []) expect(['esp', 'fra']).toContain(id);
    }),
    { numRuns: 2_000 },
  );
  const hostile = Array.from({ length: 4_000 }, () => `(${' -'.repeat(400)}`);
  const startedAt = performance.now();
  findMarking({ lines: hostile, paragraphs: hostile }, vocabularies[0]!);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
