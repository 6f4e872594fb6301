import { describe, expect, it } from 'vitest';
import { knownAnswers, runKnownAnswerTests } from './known-answers.ts';

describe('known answers', () => {
  it.each(knownAnswers.map((answer) => [answer.name, answer] as const))('%s', (_, answer) => {
    expect(answer.compute().toString('hex')).toBe(answer.expected);
  });

  it('passes as a whole, and names the primitive that fails', () => {
    expect(() => runKnownAnswerTests()).not.toThrow();
    const broken = { name: 'bent', expected: '00', compute: () => Buffer.of(1) };
    expect(() => runKnownAnswerTests([...knownAnswers, broken])).toThrow(/self-test failed: bent/);
  });
});
