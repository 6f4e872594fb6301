import type { Candidate, Conflict, Question } from '../contract.ts';
import { comparable } from '../spans/find-spans.ts';
import type { SentenceGroup } from './merge-repeats.ts';
import type { ScoredSentence } from './score-sentences.ts';

/** Sentences are about one thing when they share this part of the question words that either of them has. */
const sameSubject = 0.75;

/** Sentences that answer alike but with different values of the expected kind; the newest document first. The best sentence that has a rival decides. */
export function findConflicts(
  question: Question,
  candidates: readonly Candidate[],
  groups: readonly SentenceGroup[],
): Conflict[] {
  if (!comparable.has(question.expects)) return [];
  for (const { best } of groups) {
    const conflict = conflictWith(best, candidates, groups);
    if (conflict !== null) return [conflict];
  }
  return [];
}

function conflictWith(
  first: ScoredSentence,
  candidates: readonly Candidate[],
  groups: readonly SentenceGroup[],
): Conflict | null {
  if (!first.span) return null;
  // What a document's title says holds for each of its sentences: "Contrato 2024/17" need not be said again in a clause.
  const subjectOf = ({ presence, above }: ScoredSentence) =>
    presence.map((share, word) => Math.max(share, above[word]!));
  const rivals = groups
    .map((group, index) => ({ index, sentence: group.best }))
    .filter(
      ({ sentence }) =>
        sentence.span !== null &&
        unitOf(sentence.span.value) === unitOf(first.span!.value) &&
        sharedPresence(subjectOf(first), subjectOf(sentence)) >= sameSubject,
    );
  const values = new Set(rivals.map(({ sentence }) => sentence.span!.value));
  if (values.size < 2) return null;
  const dayOf = (index: number): number => candidates[groups[index]!.best.candidate]!.day ?? Number.NEGATIVE_INFINITY;
  const ordered = rivals.sort((a, b) => dayOf(b.index) - dayOf(a.index) || a.index - b.index);
  return {
    sentences: ordered.map(({ index }) => index),
    values: ordered.map(({ sentence }) => sentence.span!.value),
  };
}

/**
 * Puts the best sentence of another document that contradicts the first among the quoted ones, in the last place: one side of a contradiction alone
 * misleads. `ranked`: all sentences, best first.
 */
export function withRival(
  question: Question,
  candidates: readonly Candidate[],
  groups: readonly SentenceGroup[],
  ranked: readonly ScoredSentence[],
): readonly SentenceGroup[] {
  const first = groups[0]?.best;
  if (!first?.span || groups.length < 2 || findConflicts(question, candidates, groups).length > 0) return groups;
  const home = candidates[first.candidate]!.documentId;
  const quoted = new Set(groups.flatMap(({ best, repeats }) => [best, ...repeats]));
  const rival = ranked.find((sentence) => {
    if (quoted.has(sentence) || candidates[sentence.candidate]!.documentId === home) return false;
    const pair = [
      { best: first, repeats: [] },
      { best: sentence, repeats: [] },
    ];
    return findConflicts(question, candidates, pair).length > 0;
  });
  return rival ? [...groups.slice(0, -1), { best: rival, repeats: [] }] : groups;
}

function sharedPresence(a: Float64Array, b: Float64Array): number {
  let [inA, inB, inBoth] = [0, 0, 0];
  for (let word = 0; word < a.length; word++) {
    if (a[word]! > 0) inA++;
    if (b[word]! > 0) inB++;
    if (a[word]! > 0 && b[word]! > 0) inBoth++;
  }
  return inBoth === 0 ? 0 : inBoth / Math.max(inA, inB);
}

// "1,250,000 euros" and "30 %" may both answer "how much", but they do not contradict each other; nor do a date and thirty days.
function unitOf(value: string): string {
  return /^\d+(?:\.\d+)? (.+)$/.exec(value)?.[1] ?? (/^\d{4}-\d{2}/.test(value) ? 'date' : '');
}
