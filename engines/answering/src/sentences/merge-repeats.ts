import type { ScoredSentence } from './score-sentences.ts';

/** A sentence and those that say the same, in order of score. */
export type SentenceGroup = { best: ScoredSentence; repeats: ScoredSentence[] };

/** Two sentences repeat each other when this share of their distinct terms is common to both (Jaccard). */
const sameShare = 0.8;

/** Groups sentences that repeat each other. `sentences` best first; stops once `limit` groups are full. */
export function mergeRepeats(sentences: readonly ScoredSentence[], limit: number): SentenceGroup[] {
  const groups: SentenceGroup[] = [];
  for (const sentence of sentences) {
    const same = groups.find((group) => repeats(group.best, sentence));
    if (same) same.repeats.push(sentence);
    else if (groups.length < limit) groups.push({ best: sentence, repeats: [] });
  }
  return groups;
}

function repeats(a: ScoredSentence, b: ScoredSentence): boolean {
  if (a.terms.size === 0 || b.terms.size === 0) return false;
  const [small, large] = a.terms.size <= b.terms.size ? [a.terms, b.terms] : [b.terms, a.terms];
  if (small.size < sameShare * large.size) return false;
  // Figures are what two versions of one clause differ in: "30 días" does not repeat "45 días".
  if (a.span !== null && b.span !== null && a.span.value !== b.span.value) return false;
  let common = 0;
  for (const term of small) if (large.has(term)) common++;
  return common >= sameShare * (a.terms.size + b.terms.size - common);
}
