import { fold } from '../analysis/fold.ts';
import type { Token } from '../contract.ts';
import type { Variant } from '../thesaurus/thesaurus.ts';

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
  /** What the word is worth there: 1 for the word asked, less for another word for it. */
  shares: Float64Array;
  /** By word of the question: 1 when the passage has it in the very form asked, accents and capitals aside. */
  exact: Uint8Array;
};

export function createQuestionWords(
  tokens: readonly Token[],
  question: string,
  weightOf: (term: string) => number,
  variants: readonly Variant[],
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

  const others = new Map<string, { word: number; share: number }>();
  for (const { covers, terms, share } of variants) {
    const [term] = terms;
    const word = numbers.get(covers[0]!) ?? -1;
    if (terms.length !== 1 || term === undefined || word < 0 || numbers.has(term)) continue;
    if ((others.get(term)?.share ?? 0) < share) others.set(term, { word, share });
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
        shares: new Float64Array(passage.length),
        exact: new Uint8Array(weights.length),
      };
      for (const [at, token] of passage.entries()) {
        const word = numbers.get(token.term) ?? -1;
        const other = word < 0 ? others.get(token.term) : undefined;
        found.words[at] = other?.word ?? word;
        found.starts[at] = token.start;
        found.shares[at] = other?.share ?? 1;
        if (word < 0 || !forms[word]!.has(fold(text.slice(token.start, token.end)))) continue;
        found.exact[word] = 1;
      }
      return found;
    },
  };
}
