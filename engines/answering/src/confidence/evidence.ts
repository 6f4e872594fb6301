import type { AnsweringTools, Candidate, Question } from '../contract.ts';
import { plainForm, type QuestionProfile } from '../sentences/question-profile.ts';
import type { ReadSentence } from '../sentences/read-sentences.ts';
import type { ScoredSentence } from '../sentences/score-sentences.ts';
import { denies } from './denial.ts';
import type { Opposites } from './opposites.ts';

/** What speaks for and against a sentence as an answer. All are independent of the size of the collection. */
export type Evidence = {
  /** Words of the question as written, up to 20: what matches a long question is seldom chance. */
  words: number;
  /** Score of the passage by weight of the question. About 1 to 4. */
  support: number;
  /**
   * Share of the question's weight without a counterpart in the sentence, and once more that of the words which the passage has elsewhere: it speaks
   * of them, but does not say this. 0 to 2.
   */
  mismatch: number;
  /** Names and quotations that candidate and title lack, figures that sentence and title lack, and one when no span of the expected kind is there. */
  lacking: number;
  /**
   * 1 when the question denies or restricts and the sentence does not; a half when both do, or when the opposite of a word of the question stands in
   * its place.
   */
  contrary: number;
};

const typed: ReadonlySet<Question['expects']> = new Set([
  'date',
  'deadline',
  'amount',
  'number',
  'percentage',
  'duration',
  'person',
  'organisation',
  'place',
  'identifier',
]);

/** What a word in another passage of the document is worth: the parties and the subject of a contract are not named in every clause. */
const inDocument = 0.5;
const mostWords = 20;

export type EvidenceReader = (best: ScoredSentence, candidate: Candidate, read: readonly ReadSentence[]) => Evidence;

/** Weighs sentences of one question's answer. `read`: all sentences of the candidate. */
export function createEvidenceReader(
  tools: AnsweringTools,
  opposites: Opposites,
  question: Question,
  profile: QuestionProfile,
): EvidenceReader {
  const kind = new Set(question.kindTerms);
  const asked = plainWords(question.text);
  const questionWords = new Set([...profile.terms, ...asked]);
  const isDenying = denies(question.text);
  const anchors = question.anchors.map(plainForm);

  return (sentence, candidate, read) => {
    const text = candidate.text.slice(sentence.range.start, sentence.range.end);
    const heading = [candidate.title, ...candidate.headings].join(' \n ');
    const whole = plainForm(`${heading} ${candidate.text}`);
    const headingTerms = new Set(tools.analyzer.analyze(heading).map(({ term }) => term));
    let missing = 0;
    let elsewhere = 0;
    let figures = 0;
    for (const [word, term] of profile.terms.entries()) {
      const found = Math.max(
        sentence.presence[word]!,
        sentence.previous?.presence[word] ?? 0,
        sentence.above[word]!,
        inDocument * sentence.document[word]!,
      );
      if (found === 1) continue;
      const weight = profile.weights[word]! * (1 - found);
      if (headingTerms.has(term) || read.some(({ terms }) => terms.has(term))) elsewhere += weight;
      if (/\d/.test(term)) figures++;
      if (!(sentence.span && kind.has(term)) && !hasKindred(sentence.terms, term)) missing += weight;
    }
    const names = anchors.filter((anchor) => !whole.includes(anchor)).length;
    const untyped = typed.has(question.expects) && sentence.span === null ? 1 : 0;
    const isOpposed = () => opposites.stand(questionWords, new Set([...sentence.terms, ...plainWords(text)]));
    return {
      words: Math.min(asked.length, mostWords),
      support: candidate.score / profile.total,
      mismatch: (missing + elsewhere) / profile.total,
      lacking: Math.min(figures, 2) + names + untyped,
      contrary: isDenying ? (denies(text) ? 0.5 : 1) : isOpposed() ? 0.5 : 0,
    };
  };
}

function plainWords(text: string): string[] {
  return plainForm(text).match(/[\p{L}\p{N}]+/gu) ?? [];
}

// Stems of one family that the stemmer keeps apart (invad/invas, develop/development): a long common beginning.
function hasKindred(terms: ReadonlySet<string>, asked: string): boolean {
  for (const term of terms) {
    const length = Math.min(asked.length, term.length);
    let common = 0;
    while (common < length && asked.charCodeAt(common) === term.charCodeAt(common)) common++;
    if (common >= 4 && common >= 0.6 * Math.max(asked.length, term.length)) return true;
  }
  return false;
}
