import type { AnsweringTools, Question, Variant } from '../contract.ts';

/** The words of a question, numbered and weighed. */
export type QuestionProfile = {
  count: number;
  terms: readonly string[];
  /** Inverse document frequency, by word. */
  weights: readonly number[];
  /** Sum of the weights; never 0. */
  total: number;
  number(term: string): number;
  /** Analysed terms of a short text. */
  termsOf(text: string): string[];
  /** Other words for the question's that begin with a term: the terms that must follow it, and the words of the question that they stand for. */
  others(term: string): readonly OtherWord[];
  /** Neighbours, stop words ignored. */
  pairs: ReadonlySet<number>;
  /** Lower case, accents gone: what a span must not merely repeat. */
  plainText: string;
};

export type OtherWord = { rest: readonly string[]; words: readonly number[]; share: number };

const noOthers: readonly OtherWord[] = [];

export function createQuestionProfile(
  tools: AnsweringTools,
  question: Question,
  weightOf: (term: string) => number,
  variants: readonly Variant[] = [],
): QuestionProfile {
  const numbers = new Map<string, number>();
  const weights: number[] = [];
  const key = new Set(question.keyTerms);
  const sequence: number[] = [];
  for (const token of tools.analyzer.analyze(question.text, question.language)) {
    if (!key.has(token.term)) continue;
    let word = numbers.get(token.term);
    if (word === undefined) {
      word = weights.length;
      numbers.set(token.term, word);
      weights.push(weightOf(token.term));
    }
    sequence.push(word);
  }
  const pairs = new Set<number>();
  for (let at = 1; at < sequence.length; at++) pairs.add(sequence[at - 1]! * weights.length + sequence[at]!);
  const others = new Map<string, OtherWord[]>();
  for (const { covers, terms, share } of variants) {
    const words = covers.flatMap((term) => numbers.get(term) ?? []);
    const [first, ...rest] = terms;
    if (first === undefined || words.length === 0) continue;
    const other = { rest, words, share };
    const known = others.get(first);
    if (known) known.push(other);
    else others.set(first, [other]);
  }
  return {
    count: weights.length,
    terms: [...numbers.keys()],
    weights,
    total: Math.max(
      weights.reduce((sum, weight) => sum + weight, 0),
      1e-9,
    ),
    number: (term) => numbers.get(term) ?? -1,
    termsOf: (text) => tools.analyzer.analyze(text).map((token) => token.term),
    others: (term) => others.get(term) ?? noOthers,
    pairs,
    plainText: ` ${plainForm(question.text).replace(/[^\p{L}\p{N}]+/gu, ' ')} `,
  };
}

/** Lower case without accents. */
export function plainForm(text: string): string {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '');
}
