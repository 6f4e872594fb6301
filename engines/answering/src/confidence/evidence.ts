import type { AnsweringTools, Candidate, Question } from '../contract.ts';
import { plainForm, type QuestionProfile } from '../sentences/question-profile.ts';
import type { ScoredSentence } from '../sentences/score-sentences.ts';
import { denies } from './denial.ts';

/** What speaks for and against a sentence as an answer. All are independent of the size of the collection. */
export type Evidence = {
  /** Share of the question's weight that has no counterpart in the sentence, the word for the kind of answer apart. 0 to 1. */
  missing: number;
  /** Weight of the heaviest word without a counterpart, as a share of the question's. 0 to 1. */
  heaviest: number;
  /** Words of the question that the whole passage lacks, up to 4: a paraphrase, where one that only the sentence lacks is a mismatch. */
  absent: number;
  /** The question denies or restricts; 1 when the sentence does not, 0.4 when it does too. */
  denied: number;
  /** Score of the passage by weight of the question. About 1 to 4. */
  support: number;
  /** The question asks for a date, a number, a person ... and the sentence has none but those that the question names. 0 or 1. */
  untyped: number;
  /** Figures of the question that the sentence lacks, up to 2. */
  figures: number;
  /** Names, figures and quotations of the question that candidate and title lack. */
  names: number;
  /** Share of the question's weight that the passage has, but not in this sentence. 0 to 1. */
  elsewhere: number;
  /** Share of the question's weight that none of the passages read has, in these or other words. 0 to 1. */
  nowhere: number;
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
const inDocument = 0.6;

/** Weighs one sentence. `passageTerms`: the analysed terms of the candidate with its title and headings. */
export function evidenceFor(
  question: Question,
  profile: QuestionProfile,
  candidate: Candidate,
  sentence: ScoredSentence,
  passageTerms: ReadonlySet<string>,
  everywhere: Float64Array,
): Evidence {
  const text = candidate.text.slice(sentence.range.start, sentence.range.end);
  const kind = new Set(question.kindTerms);
  const whole = plainForm([candidate.title, ...candidate.headings, candidate.text].join(' '));
  const here = [...sentence.terms];
  const around = [...passageTerms];
  let missing = 0;
  let heaviest = 0;
  let absent = 0;
  let figures = 0;
  let elsewhere = 0;
  let nowhere = 0;
  for (const [word, term] of profile.terms.entries()) {
    const found = Math.max(
      sentence.presence[word]!,
      sentence.previous?.presence[word] ?? 0,
      sentence.above[word]!,
      inDocument * sentence.document[word]!,
    );
    if (found === 1) continue;
    const weight = profile.weights[word]! * (1 - found);
    if (passageTerms.has(term)) elsewhere += weight;
    if (/\d/.test(term)) figures++;
    if (everywhere[word] === 0) nowhere += weight;
    else if (found === 0 && !passageTerms.has(term) && !around.some((other) => isKindred(term, other))) absent++;
    if (kind.has(term) || here.some((other) => isKindred(term, other))) continue;
    missing += weight;
    heaviest = Math.max(heaviest, weight);
  }
  const denied = denies(question.text) ? (denies(text) ? 0.4 : 1) : 0;
  return {
    missing: missing / profile.total,
    heaviest: heaviest / profile.total,
    absent: Math.min(absent, 4),
    denied,
    support: candidate.score / profile.total,
    untyped: typed.has(question.expects) && sentence.span === null ? 1 : 0,
    figures: Math.min(figures, 2),
    names: question.anchors.filter((anchor) => !whole.includes(plainForm(anchor))).length,
    elsewhere: elsewhere / profile.total,
    nowhere: nowhere / profile.total,
  };
}

/** By word of the question: 1 when any of the passages read, or its title, has it in any form. */
export function foundAnywhere(
  profile: QuestionProfile,
  sentences: readonly ScoredSentence[],
  passageTerms: readonly ReadonlySet<string>[],
): Float64Array {
  const known = [...new Set(passageTerms.flatMap((terms) => [...terms]))];
  return Float64Array.from(profile.terms, (term, word) => {
    const found = sentences.some(({ presence, above }) => presence[word]! > 0 || above[word]! > 0);
    return found || known.some((other) => isKindred(term, other)) ? 1 : 0;
  });
}

/** Terms of the candidate, its title and its headings. */
export function passageTermsOf(tools: AnsweringTools, candidate: Candidate): Set<string> {
  const text = [candidate.title, ...candidate.headings, candidate.text].join(' \n ');
  return new Set(tools.analyzer.analyze(text).map((token) => token.term));
}

// Stems of one family that the stemmer keeps apart (invad/invas, develop/development): a long common beginning.
function isKindred(a: string, b: string): boolean {
  const length = Math.min(a.length, b.length);
  let common = 0;
  while (common < length && a.charCodeAt(common) === b.charCodeAt(common)) common++;
  return common >= 4 && common >= 0.6 * Math.max(a.length, b.length);
}
