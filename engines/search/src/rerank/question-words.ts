import { fold } from '../analysis/fold.ts';
import type { Token } from '../contract.ts';

/** The distinct terms of a question, numbered, and where a passage holds them. */
export type QuestionWords = {
  count: number;
  weight(word: number): number;
  /** Sum of the weights. */
  total: number;
  /** -1 for a term that the question lacks. */
  indexOf(term: string): number;
  /** Distinct neighbours in the question, stop words ignored. */
  pairs: readonly (readonly [before: number, word: number])[];
  find(tokens: readonly Token[], text: string): FoundWords;
};

export type FoundWords = {
  /** Of the arrays below. One entry for each token of the passage. */
  length: number;
  /** Word of the question, or -1. */
  words: Int32Array;
  starts: Int32Array;
  /** By word of the question: 1 when the passage has it in the very form asked, accents and capitals aside. */
  exact: Uint8Array;
};

export function createQuestionWords(
  tokens: readonly Token[],
  question: string,
  weightOf: (term: string) => number,
): QuestionWords {
  const numbers = new Map<string, number>();
  const weights: number[] = [];
  const forms: Set<string>[] = [];
  const sequence = tokens.map((token) => {
    let word = numbers.get(token.term);
    if (word === undefined) {
      word = weights.length;
      numbers.set(token.term, word);
      weights.push(weightOf(token.term));
      forms.push(new Set());
    }
    forms[word]!.add(fold(question.slice(token.start, token.end)));
    return word;
  });
  const pairs = new Map<number, readonly [number, number]>();
  for (let at = 1; at < sequence.length; at++) {
    const [before, word] = [sequence[at - 1]!, sequence[at]!];
    pairs.set(before * weights.length + word, [before, word]);
  }

  return {
    count: weights.length,
    weight: (word) => weights[word] ?? 0,
    total: weights.reduce((sum, weight) => sum + weight, 0),
    indexOf: (term) => numbers.get(term) ?? -1,
    pairs: [...pairs.values()],
    find(passage, text) {
      const found: FoundWords = {
        length: passage.length,
        words: new Int32Array(passage.length),
        starts: new Int32Array(passage.length),
        exact: new Uint8Array(weights.length),
      };
      for (const [at, token] of passage.entries()) {
        const word = numbers.get(token.term) ?? -1;
        found.words[at] = word;
        found.starts[at] = token.start;
        if (word < 0 || !forms[word]!.has(fold(text.slice(token.start, token.end)))) continue;
        found.exact[word] = 1;
      }
      return found;
    },
  };
}
