import { describe, expect, test } from 'vitest';
import { matchesTitle } from './matches-title.ts';

describe('searching titles', () => {
  test('needs every word, in any order, without accents or capitals', () => {
    expect(matchesTitle('¿Cuál es la PENALIZACIÓN por demora?', 'demora penalizacion')).toBe(true);
    expect(matchesTitle('¿Cuál es la penalización?', 'penalización precio')).toBe(false);
  });

  test('finds everything for nothing', () => {
    expect(matchesTitle('Plazo', '')).toBe(true);
    expect(matchesTitle('Plazo', '  ')).toBe(true);
  });
});
