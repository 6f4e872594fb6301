import type { ConfidenceParameters } from '../parameters.ts';
import type { Evidence } from './evidence.ts';

/** How sure it is that the sentence answers the question, 0 to 1: the logistic of the weighed evidence. */
export function confidenceOf(evidence: Evidence, weights: ConfidenceParameters): number {
  const logit =
    weights.base +
    weights.words * evidence.words +
    weights.support * evidence.support -
    weights.mismatch * evidence.mismatch -
    weights.lacking * evidence.lacking -
    weights.contrary * evidence.contrary;
  return 1 / (1 + Math.exp(-logit));
}
