import { describe, expect, test } from 'vitest';
import { createKeptQuestions, draftKeyOf } from './kept-question.ts';

function inMemory() {
  const values = new Map<string, string>();
  const store = {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
    removeItem: (key: string) => void values.delete(key),
  };
  let made = 0;
  return { values, kept: createKeptQuestions(store, () => `key-${++made}`) };
}

describe('what was typed', () => {
  test('is kept by conversation and gone once emptied', () => {
    const { kept, values } = inMemory();
    kept.keepDraft('a', '¿Y la penalidad?');
    kept.keepDraft('b', 'otra');
    expect([kept.textFor('a'), kept.textFor('b'), kept.textFor('c')]).toEqual(['¿Y la penalidad?', 'otra', '']);
    kept.keepDraft('a', '');
    expect(kept.textFor('a')).toBe('');
    expect(values.size).toBe(1);
  });

  test('of a space without a conversation has a place of its own', () => {
    expect(draftKeyOf('s', undefined)).not.toBe(draftKeyOf('s2', undefined));
    expect(draftKeyOf('s', 'c')).toBe(draftKeyOf('s2', 'c'));
  });
});

describe('a question that is sent again', () => {
  test('has the same key while it is the same, word for word and in the same scope', () => {
    const { kept } = inMemory();
    const body = { text: '¿Plazo?', spaceIds: ['s'] };
    const first = kept.idempotencyKey('new.s', body);
    expect(kept.idempotencyKey('new.s', { ...body })).toBe(first);
    expect(kept.idempotencyKey('new.s', { text: '¿Plazo?' })).not.toBe(first);
  });

  test('comes back into the box when it was never answered, unless something else was begun', () => {
    const { kept } = inMemory();
    kept.idempotencyKey('c', { text: '¿Plazo?' });
    expect(kept.textFor('c')).toBe('¿Plazo?');
    kept.keepDraft('c', '¿Y el precio?');
    expect(kept.textFor('c')).toBe('¿Y el precio?');
    kept.keepDraft('c', '');
    kept.forgetSent('c');
    expect(kept.textFor('c')).toBe('');
  });

  test('is another question once the first was answered', () => {
    const { kept } = inMemory();
    const first = kept.idempotencyKey('c', { text: '¿Plazo?' });
    kept.forgetSent('c');
    expect(kept.idempotencyKey('c', { text: '¿Plazo?' })).not.toBe(first);
  });
});
