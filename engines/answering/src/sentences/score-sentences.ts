import type { Candidate, Question } from '../contract.ts';
import type { AnsweringParameters } from '../parameters.ts';
import { findSpans } from '../spans/find-spans.ts';
import { isAskedIdentifier } from '../spans/identifiers.ts';
import type { Span } from '../spans/span.ts';
import { leansOnPrevious } from './anaphora.ts';
import { plainForm, type QuestionProfile } from './question-profile.ts';
import type { ReadSentence } from './read-sentences.ts';

export type ScoredSentence = ReadSentence & {
  /** In shares of the question's weight. */
  score: number;
  /** Best span of the expected kind; offsets in the candidate's text. */
  span: Span | null;
  /** The sentence before, when this one leans on it. */
  previous: ReadSentence | null;
  /** What title and headings say, by word of the question. */
  above: Float64Array;
  /** What the passages read of its document say. */
  document: Float64Array;
};

/** Scores the sentences of one candidate for a question. */
export function scoreSentences(
  question: Question,
  profile: QuestionProfile,
  candidate: Candidate,
  sentences: readonly ReadSentence[],
  { above, document }: { above: Float64Array; document: Float64Array },
  parameters: AnsweringParameters,
): ScoredSentence[] {
  const labelled = isLabelled(question, profile, candidate);
  return sentences.map((sentence, index) => {
    const text = candidate.text.slice(sentence.range.start, sentence.range.end);
    const span = bestSpan(question, profile, sentence, text);
    const [before, after] = [sentences[index - 1], sentences[index + 1]];
    const previous = before !== undefined && leansOnPrevious(text) ? before : null;
    const lent = borrowed(profile, sentence, [
      // A sentence that leans on the one before has its words too.
      { presence: previous?.presence, share: 1 },
      { presence: before?.presence, share: parameters.near },
      { presence: after?.presence, share: parameters.near },
      { presence: above, share: 0.5 },
    ]);
    const points = parameters.passage * candidate.score + sentence.overlap + parameters.near * sentence.bigrams + lent;
    return {
      ...sentence,
      span,
      previous,
      above,
      document,
      score: points / profile.total + (span || labelled ? parameters.expected : 0),
    };
  });
}

// "¿Qué barrios ...?" under the heading "Barrios afectados": what stands there is the kind of thing that is asked for.
function isLabelled(question: Question, profile: QuestionProfile, { headings }: Candidate): boolean {
  const label = new Set(profile.termsOf(headings.at(-1) ?? ''));
  return question.kindTerms.some((term) => label.has(term));
}

// Weight of the question's words that the sentence lacks and its surroundings have.
function borrowed(
  profile: QuestionProfile,
  { presence }: ReadSentence,
  lenders: readonly { presence: Float64Array | undefined; share: number }[],
): number {
  let sum = 0;
  for (let word = 0; word < profile.count; word++) {
    let most = 0;
    for (const lender of lenders) {
      if (lender.presence) most = Math.max(most, lender.share * (lender.presence[word]! - presence[word]!));
    }
    sum += most * profile.weights[word]!;
  }
  return sum;
}

/** The span of the expected kind that is not already in the question and lies nearest to the question's words; offsets in the candidate's text. */
function bestSpan(question: Question, profile: QuestionProfile, sentence: ReadSentence, text: string): Span | null {
  let best: Span | null = null;
  let nearest = Number.POSITIVE_INFINITY;
  for (const span of findSpans(text, question.expects)) {
    const written = text.slice(span.start, span.end);
    if (repeatsQuestion(profile, written)) continue;
    if (question.expects === 'identifier' && !isAskedIdentifier(question.text, written)) continue;
    const start = span.start + sentence.range.start;
    const end = span.end + sentence.range.start;
    const distance = meanDistance(sentence, start, end);
    if (distance < nearest) {
      nearest = distance;
      best = { start, end, value: span.value };
    }
  }
  return best;
}

function repeatsQuestion(profile: QuestionProfile, written: string): boolean {
  return profile.plainText.includes(
    ` ${plainForm(written)
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()} `,
  );
}

function meanDistance(sentence: ReadSentence, start: number, end: number): number {
  if (sentence.matches.length === 0) return start - sentence.range.start;
  let sum = 0;
  for (const match of sentence.matches)
    sum += match.end <= start ? start - match.end : match.start >= end ? match.start - end : 0;
  return sum / sentence.matches.length;
}
