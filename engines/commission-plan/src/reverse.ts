import { InvalidInputError, mulRatio } from '@nexus/kernel';
import type { Plan } from './plan.ts';

/**
 * What a refund takes back of one line, at the line's own frozen amount: the part of it that belongs to everything refunded so far, rounded once, less what
 * was taken back before. So any number of partial refunds end at exactly the whole line, whatever each was rounded to.
 * @param line.amountMinor the line as it was accrued; may be negative (an adjustment)
 * @param line.reversedMinor what earlier refunds took back, with the sign of `amountMinor`
 * @param netMinor the net amount of the sale line, above zero
 * @param refundedMinor all that has been refunded of it, this refund included
 * @returns what this refund takes back, with the sign of `amountMinor`, zero included
 */
export function reverseLine(
  plan: Plan,
  line: { amountMinor: bigint; reversedMinor: bigint },
  netMinor: bigint,
  refundedMinor: bigint,
): bigint {
  if (refundedMinor < 0n || refundedMinor > netMinor)
    throw new InvalidInputError('No more can be refunded than was paid.');
  const part = { numerator: refundedMinor, denominator: netMinor };
  // The currency is of no importance to the rounding: one smallest unit is one smallest unit.
  return mulRatio({ minor: line.amountMinor, currency: 'EUR' }, part, plan.rounding).minor - line.reversedMinor;
}

/**
 * The same for lines that are parts of one amount: what a seller accrued, with the true-up and adjustments that closing its month added. They are rounded together,
 * each line taking what the lines before it leave, so that it makes no difference in how many parts an amount was accrued. A part alone may give a smallest unit back
 * between two refunds; together they never do.
 * @param parts in the order in which they were accrued
 */
export function reverseParts(
  plan: Plan,
  parts: readonly { amountMinor: bigint; reversedMinor: bigint }[],
  netMinor: bigint,
  refundedMinor: bigint,
): bigint[] {
  let amountMinor = 0n;
  let before = 0n;
  return parts.map((part) => {
    amountMinor += part.amountMinor;
    const through = reverseLine(plan, { amountMinor, reversedMinor: 0n }, netMinor, refundedMinor);
    const due = through - before - part.reversedMinor;
    before = through;
    return due;
  });
}
