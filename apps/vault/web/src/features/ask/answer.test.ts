import { describe, expect, test } from 'vitest';
import { type Answer, type Citation, conflictsOf, findCitation, nearestOf, quotesOf } from './answer.ts';

const source = { quote: 'El plazo es de 210 días.' } as Citation['source'];
const cite = (id: string, role: Citation['role'], sentence: number, more: Partial<Citation> = {}): Citation => {
  return { id, role, sentence, confidence: 0.8, conflict: null, source, ...more };
};

describe('an answer', () => {
  test('keeps the sources that say the same with their sentence', () => {
    const citations = [cite('a', 'quote', 1), cite('b', 'also', 1), cite('c', 'quote', 2), cite('d', 'also', 1)];
    const quotes = quotesOf({ citations });
    expect(quotes.map(({ number, citation, also }) => [number, citation.id, also.map(({ id }) => id)])).toEqual([
      [1, 'a', ['b', 'd']],
      [2, 'c', []],
    ]);
  });

  test('takes what is nearest for no quote', () => {
    const citations = [cite('a', 'nearest', 1)];
    expect(quotesOf({ citations })).toEqual([]);
    expect(nearestOf({ citations }).map(({ number }) => number)).toEqual([1]);
  });

  test('shows a conflict only while two of its sides can be read', () => {
    const both = [
      cite('a', 'quote', 1, { conflict: 0 }),
      cite('b', 'quote', 2, { conflict: 0 }),
      cite('c', 'quote', 3),
    ];
    expect(conflictsOf(quotesOf({ citations: both })).map((group) => group.map(({ number }) => number))).toEqual([
      [1, 2],
    ]);
    const one = [both[0]!, { ...both[1]!, source: null }];
    expect(conflictsOf(quotesOf({ citations: one }))).toEqual([]);
  });

  test('is found by one of its citations', () => {
    const answer = { id: 'q', citations: [cite('a', 'quote', 1)] } as Answer;
    expect(findCitation([answer], 'a')?.answer.id).toBe('q');
    expect(findCitation([answer], 'x')).toBeNull();
    expect(findCitation([answer], undefined)).toBeNull();
  });
});
