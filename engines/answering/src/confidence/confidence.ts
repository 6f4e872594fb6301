import type { ConfidenceParameters } from '../parameters.ts';
import type { Evidence } from './evidence.ts';

/** How sure it is that the sentence answers the question, 0 to 1: the logistic of the weighed evidence. */
export function confidenceOf(evidence: Evidence, weights: ConfidenceParameters): number {
  const logit =
    weights.base +
    weights.missing * evidence.missing +
    weights.heaviest * evidence.heaviest +
    weights.absent * evidence.absent +
    weights.denied * evidence.denied +
    weights.support * evidence.support +
    weights.untyped * evidence.untyped +
    weights.figures * evidence.figures +
    weights.names * evidence.names +
    weights.elsewhere * evidence.elsewhere +
    weights.nowhere * evidence.nowhere;
  return 1 / (1 + Math.exp(-logit));
}
