import { confidenceOf } from './confidence/confidence.ts';
import { createEvidenceReader } from './confidence/evidence.ts';
import { createOpposites, type Opposites } from './confidence/opposites.ts';
import type {
  Answer,
  Answering,
  AnsweringTools,
  AnswerOptions,
  Candidate,
  Question,
  QuotedSentence,
} from './contract.ts';
import {
  type AnsweringParameters,
  answerDepth,
  defaultParameters,
  maxListSentences,
  maxSentences,
  threshold,
} from './parameters.ts';
import { analyzeQuestion } from './question/analyze-question.ts';
import { findConflicts, withRival } from './sentences/find-conflicts.ts';
import { isIdleHeaderLine } from './sentences/header-lines.ts';
import { mergeRepeats, type SentenceGroup } from './sentences/merge-repeats.ts';
import { createQuestionProfile } from './sentences/question-profile.ts';
import { documentPresence, readSentences, titlePresence } from './sentences/read-sentences.ts';
import { type ScoredSentence, scoreSentences } from './sentences/score-sentences.ts';

/** Answers questions from passages by quoting their best sentences. Holds no state; safe to share. */
export function createAnswering(tools: AnsweringTools, parameters: AnsweringParameters = defaultParameters): Answering {
  const opposites = createOpposites(tools);
  return {
    analyzeQuestion: (text, language) => analyzeQuestion(tools, text, language),
    answer: (question, candidates, options) =>
      answer(tools, opposites, parameters, question, candidates, options ?? {}),
  };
}

function answer(
  tools: AnsweringTools,
  opposites: Opposites,
  parameters: AnsweringParameters,
  question: Question,
  candidates: readonly Candidate[],
  { weightOf = () => 1, variants = [], depth = answerDepth }: AnswerOptions,
): Answer {
  const profile = createQuestionProfile(tools, question, weightOf, variants);
  const read = candidates.slice(0, depth);
  if (profile.count === 0 || read.length === 0) return notFound(question, 0, []);

  const sentences = read.map((candidate, number) => readSentences(tools, candidate, number, profile));
  const documents = documentPresence(read, sentences, profile);
  const scored = read.flatMap((candidate, number) => {
    const surroundings = {
      above: titlePresence(tools, candidate, profile),
      document: documents.get(candidate.documentId)!,
    };
    return scoreSentences(question, profile, candidate, sentences[number]!, surroundings, parameters);
  });
  const telling = scored.filter(
    ({ candidate, range }) => !isIdleHeaderLine(read[candidate]!.text.slice(range.start, range.end), question),
  );
  const ranked = telling.sort((a, b) => b.score - a.score || a.candidate - b.candidate || a.index - b.index);
  if (ranked.length === 0) return notFound(question, 0, []);
  const groups = withRival(
    question,
    read,
    mergeRepeats(ranked, question.expects === 'list' ? maxListSentences : maxSentences),
    ranked,
  );
  const evidenceOf = createEvidenceReader(tools, opposites, question, profile);
  const quoted = groups.map((group) => {
    const { candidate } = group.best;
    const evidence = evidenceOf(group.best, read[candidate]!, sentences[candidate]!);
    return quote(read, group, confidenceOf(evidence, parameters.confidence));
  });
  const confidence = quoted.reduce((best, sentence) => Math.max(best, sentence.confidence), 0);
  if (confidence < threshold) return notFound(question, confidence, quoted);
  return {
    question,
    outcome: 'answered',
    confidence,
    sentences: quoted,
    conflicts: findConflicts(question, read, groups),
    nearest: [],
  };
}

function quote(candidates: readonly Candidate[], { best, repeats }: SentenceGroup, confidence: number): QuotedSentence {
  const candidate = candidates[best.candidate]!;
  return {
    candidateId: candidate.id,
    range: best.range,
    span: best.span && { start: best.span.start, end: best.span.end },
    context: best.previous?.range ?? null,
    confidence,
    alsoIn: repeats.map((repeat: ScoredSentence) => ({
      candidateId: candidates[repeat.candidate]!.id,
      range: repeat.range,
    })),
  };
}

function notFound(question: Question, confidence: number, nearest: readonly QuotedSentence[]): Answer {
  return {
    question,
    outcome: 'not_found',
    confidence,
    sentences: [],
    conflicts: [],
    nearest: nearest.slice(0, maxSentences),
  };
}
