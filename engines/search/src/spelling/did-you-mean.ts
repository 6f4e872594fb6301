import { fold } from '../analysis/fold.ts';
import type { Analyzer } from '../contract.ts';
import { editCost } from './edit-cost.ts';
import type { Correction } from './speller.ts';

/**
 * The question as it was probably meant, for "¿Quiso decir ...?" and for reranking and answering. The index knows stems only; the words shown are
 * taken from the passages that the corrected question found: the form nearest to what was typed. Null when there is nothing to show.
 */
export function didYouMean(
  analyzer: Analyzer,
  question: string,
  corrections: readonly Correction[],
  passages: readonly string[],
): string | null {
  const forms = new Map<string, Set<string>>(corrections.map((correction) => [correction.correctedTerm, new Set()]));
  for (const passage of passages) {
    for (const token of analyzer.analyze(passage)) forms.get(token.term)?.add(passage.slice(token.start, token.end));
  }
  let meant = '';
  let at = 0;
  for (const correction of corrections) {
    const written = fold(correction.written);
    let best: string | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const form of forms.get(correction.correctedTerm) ?? []) {
      const cost = editCost(written, fold(form));
      if (cost >= least) continue;
      least = cost;
      best = form;
    }
    if (best === null) continue;
    const shown = /^\p{Lu}/u.test(correction.written) ? best[0]!.toUpperCase() + best.slice(1) : best.toLowerCase();
    meant += question.slice(at, correction.start) + shown;
    at = correction.end;
  }
  return meant === '' ? null : meant + question.slice(at);
}
