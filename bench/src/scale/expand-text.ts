import type { Analyzer } from '@nexus/search';
import type { PeerPassage } from '../peers/peer.ts';
import type { BaseText } from './base-text.ts';
import { createRandom } from './random.ts';

export type ExpandOptions = { passages: number; termsPerPassage: number; seed?: number };

/** Passages of one document, under one title. */
export const passagesPerDocument = 20;

/** So often does a rare word become one that only its block of the collection has. */
const renamedShare = 0.85;
const rareUpTo = 20;
/** So many words come from an endless tail of names, numbers and misspellings, as in real collections. */
const tailShare = 0.04;

/**
 * A large collection from a small one: passages are sentences of one article drawn anew, rare words are renamed from block to block so that the vocabulary
 * grows with the collection (about six words a passage), and a tail is mixed in. Term statistics are then like those of a real collection of the
 * size; which passage is right for a question means nothing here.
 */
export function* expandText(base: BaseText, analyzer: Analyzer, options: ExpandOptions): Generator<PeerPassage> {
  const random = createRandom(options.seed ?? 1);
  const rare = rareWords(base);
  const ratio = termsPerWord(base, analyzer);
  const blockSize = Math.max(
    200,
    Math.round(base.articles.reduce((sum, { sentences }) => sum + sentences.length, 0) / 5),
  );
  let article = base.articles[0]!;
  for (let number = 0; number < options.passages; number += 1) {
    if (number % passagesPerDocument === 0) article = base.articles[random.below(base.articles.length)]!;
    const suffix = letters(Math.floor(number / blockSize));
    const goal = (options.termsPerPassage * (0.6 + 0.8 * random.next())) / ratio;
    const words: string[] = [];
    while (words.length < goal) words.push(...article.sentences[random.below(article.sentences.length)]!.split(' '));
    const text = words
      .slice(0, Math.ceil(goal))
      .map((word) => {
        if (random.next() < tailShare) return `qz${letters(Math.floor(1e6 ** random.next()))}`;
        if (rare.has(bare(word)) && random.next() < renamedShare)
          return word.replace(/([\p{L}\p{N}])(\P{L}*)$/u, `$1${suffix}$2`);
        return word;
      })
      .join(' ');
    const tokens = analyzer.analyze(text, base.language).map(({ term }) => term);
    for (const { term } of analyzer.analyze(article.title, base.language)) tokens.push(term);
    yield { title: article.title, text, tokens };
  }
}

/** Consonants only: no stemmer takes them for an ending. */
function letters(number: number): string {
  const alphabet = 'bcdfghjkmpqtvwxz';
  let text = 'x';
  for (let rest = number; ; rest = Math.floor(rest / 16)) {
    text += alphabet[rest % 16]!;
    if (rest < 16) return text;
  }
}

/** Without case and punctuation, so that a word at the end of a sentence is the same word. */
function bare(word: string): string {
  return word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}

function rareWords(base: BaseText): Set<string> {
  const counts = new Map<string, number>();
  for (const { sentences } of base.articles) {
    for (const sentence of sentences) {
      for (const word of new Set(sentence.split(' ').map(bare))) counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  }
  return new Set([...counts].filter(([, count]) => count <= rareUpTo).map(([word]) => word));
}

function termsPerWord(base: BaseText, analyzer: Analyzer): number {
  const sample = base.articles.flatMap(({ sentences }) => sentences.slice(0, 5)).slice(0, 1000);
  const words = sample.reduce((sum, sentence) => sum + sentence.split(' ').length, 0);
  const terms = sample.reduce((sum, sentence) => sum + analyzer.analyze(sentence, base.language).length, 0);
  return terms / words;
}
