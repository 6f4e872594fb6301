import type { AnsweringTools, Candidate, Range, Token } from '../contract.ts';
import type { QuestionProfile } from './question-profile.ts';

/** A sentence of a candidate and what it shares with the question. */
export type ReadSentence = {
  candidate: number;
  /** Its number within the candidate. */
  index: number;
  range: Range;
  /** By word of the question: 0 absent, 1 present. */
  presence: Float64Array;
  /** Offsets in the candidate's text of the words that the question has too. */
  matches: readonly Range[];
  /** Weight of the words present, and of the question's word pairs present. */
  overlap: number;
  bigrams: number;
  /** Distinct terms, for telling repetitions. */
  terms: ReadonlySet<string>;
};

/** All sentences of one candidate. Linear in its text. */
export function readSentences(
  tools: AnsweringTools,
  candidate: Candidate,
  number: number,
  profile: QuestionProfile,
): ReadSentence[] {
  const tokens = tools.analyzer.analyze(candidate.text);
  let at = 0;
  return tools.sentences(candidate.text).map((range, index) => {
    const presence = new Float64Array(profile.count);
    const matches: Range[] = [];
    const terms = new Set<string>();
    const pairs = new Set<number>();
    let before = -1;
    for (; at < tokens.length && tokens[at]!.start < range.end; at++) {
      const token = tokens[at]!;
      terms.add(token.term);
      const word = profile.number(token.term);
      if (word >= 0) {
        presence[word] = 1;
        matches.push({ start: token.start, end: token.end });
        const pair = before * profile.count + word;
        if (before >= 0 && profile.pairs.has(pair)) pairs.add(pair);
      }
      if (markOthers(profile, tokens, at, presence)) matches.push({ start: token.start, end: token.end });
      before = word;
    }
    let bigrams = 0;
    for (const pair of pairs) {
      bigrams += (profile.weights[Math.floor(pair / profile.count)]! + profile.weights[pair % profile.count]!) / 2;
    }
    return { candidate: number, index, range, presence, matches, overlap: weigh(presence, profile), bigrams, terms };
  });
}

/** By word of the question: what a document's title and the headings above a passage say of it, which holds for each of its sentences. */
export function titlePresence(
  tools: AnsweringTools,
  { title, headings }: Candidate,
  profile: QuestionProfile,
): Float64Array {
  const presence = new Float64Array(profile.count);
  const tokens = tools.analyzer.analyze([title, ...headings].join(' \n '));
  for (const [at, { term }] of tokens.entries()) {
    const word = profile.number(term);
    if (word >= 0) presence[word] = 1;
    markOthers(profile, tokens, at, presence);
  }
  return presence;
}

/** By document: what its passages that were read say of each word of the question. */
export function documentPresence(
  candidates: readonly Candidate[],
  sentences: readonly (readonly ReadSentence[])[],
  profile: QuestionProfile,
): ReadonlyMap<string, Float64Array> {
  const documents = new Map<string, Float64Array>();
  for (const [number, { documentId }] of candidates.entries()) {
    const all = documents.get(documentId) ?? new Float64Array(profile.count);
    documents.set(documentId, all);
    const counted = candidates.filter((other) => other.documentId === documentId).length > 1;
    if (!counted) continue;
    for (const { presence } of sentences[number]!)
      for (const [word, share] of presence.entries()) all[word] = Math.max(all[word]!, share);
  }
  return documents;
}

// Other words for the question's that begin at a token; false when there is none.
function markOthers(profile: QuestionProfile, tokens: readonly Token[], at: number, presence: Float64Array): boolean {
  let found = false;
  for (const { rest, words, share } of profile.others(tokens[at]!.term)) {
    if (!rest.every((term, next) => tokens[at + 1 + next]?.term === term)) continue;
    for (const word of words) presence[word] = Math.max(presence[word]!, share);
    found = true;
  }
  return found;
}

export function weigh(presence: Float64Array, profile: QuestionProfile): number {
  let sum = 0;
  for (let word = 0; word < presence.length; word++) sum += presence[word]! * profile.weights[word]!;
  return sum;
}
