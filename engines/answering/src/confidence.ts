import type { Candidate, Question } from './contract.ts';
import { plainForm, type QuestionProfile } from './sentences/question-profile.ts';
import type { ScoredSentence } from './sentences/score-sentences.ts';

/**
 * How sure it is that a sentence answers the question, 0 to 1: the share of the question's weight that stands in the sentence, in its passage and
 * title, and whether the expected kind of span and the question's names are there.
 */
export function confidenceOf(
  question: Question,
  profile: QuestionProfile,
  candidate: Candidate,
  sentence: ScoredSentence,
  passagePresence: Float64Array,
): number {
  let inPassage = 0;
  for (let word = 0; word < profile.count; word++)
    inPassage += Math.min(1, Math.ceil(passagePresence[word]!)) * profile.weights[word]!;
  const sentenceShare = sentence.overlap / profile.total;
  const passageShare = inPassage / profile.total;
  const haystack = plainForm(`${candidate.title} ${candidate.headings.join(' ')} ${candidate.text}`);
  const anchored =
    question.anchors.length === 0
      ? 1
      : question.anchors.filter((anchor) => haystack.includes(plainForm(anchor))).length / question.anchors.length;
  const typed = sentence.span !== null || question.expects === 'passage' || question.expects === 'yes_no' ? 1 : 0;
  const logit = -5 + 3 * sentenceShare + 3 * passageShare + 1 * anchored + 1 * typed;
  return 1 / (1 + Math.exp(-logit));
}
