import { type Money, mulRate } from '@nexus/kernel';
import type { AccruedLine } from './lines.ts';
import type { Plan } from './plan.ts';

/**
 * Holds all lines of one sale line together under the plan's part of `net`. The overflow is taken from the lines in the plan's order, each down to zero
 * before the next; a royalty is counted and never cut. Revenue shares are the division of a revenue, not a commission on it, and are not counted.
 * A line that loses something stays, with what is left and the reason.
 */
export function capLines(plan: Plan, net: Money, lines: readonly AccruedLine[]): AccruedLine[] {
  const limit = mulRate(net, plan.cap.ppm, plan.rounding).minor;
  let overflow = lines.reduce((sum, line) => (isCounted(line) ? sum + line.amountMinor : sum), 0n) - limit;
  if (overflow <= 0n) return [...lines];
  const result = [...lines];
  for (const name of plan.cap.cutOrder) {
    result.forEach((line, index) => {
      if (overflow <= 0n || nameOf(line) !== name || line.amountMinor <= 0n) return;
      const cut = overflow < line.amountMinor ? overflow : line.amountMinor;
      overflow -= cut;
      result[index] = { ...line, amountMinor: line.amountMinor - cut, reason: 'cap' };
    });
  }
  return result;
}

export function isCounted({ kind }: AccruedLine): boolean {
  return kind !== 'revenue_share';
}

function nameOf({ kind, level }: AccruedLine): string {
  return kind === 'override' ? `override:${level}` : kind;
}
