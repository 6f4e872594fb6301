import { describe, expect, test } from 'vitest';
import type { Answer } from './answer.ts';
import { askScopeOf, hasFilters, openScope, type Scope, scopeOfAnswer } from './scope.ts';

const narrow: Scope = { everywhere: false, kinds: ['pdf', 'mail'], language: 'es', from: '2024-01-01', to: null };

describe('where a question looks', () => {
  test('is this space and nothing else by itself', () => {
    expect(askScopeOf(openScope, 'space')).toEqual({ spaceIds: ['space'] });
    expect(hasFilters(openScope)).toBe(false);
  });

  test('names no space when it is every space', () => {
    expect(askScopeOf({ ...openScope, everywhere: true }, 'space')).toEqual({});
  });

  test('turns kinds into formats and lets documents without a language through', () => {
    expect(askScopeOf(narrow, 'space')).toEqual({
      spaceIds: ['space'],
      filters: { kinds: ['pdf', 'eml', 'msg', 'mbox'], languages: ['es', 'und'], from: '2024-01-01' },
    });
  });

  test('comes back from an answer as it went out', () => {
    for (const scope of [narrow, openScope, { ...narrow, everywhere: true, language: null, to: '2025-06-30' }]) {
      const { spaceIds = null, filters = null } = askScopeOf(scope, 'space');
      expect(scopeOfAnswer({ scope: { spaceIds, filters } } as Pick<Answer, 'scope'>)).toEqual(scope);
    }
  });
});
