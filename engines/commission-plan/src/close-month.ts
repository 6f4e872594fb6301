import { type Money, mulRate } from '@nexus/kernel';
import { capLines } from './cap.ts';
import type { AccruedLine } from './lines.ts';
import type { Plan } from './plan.ts';
import { rateIn, tierFor } from './rates.ts';

/** A sale of one partner as the close of its month sees it. */
export type SaleOfMonth = {
  /** The sale's name outside, the same in whatever order sales arrive. */
  key: string;
  paidAt: Date;
  /** Whether it counts toward a tier: large enough, and the first of its order. */
  counts: boolean;
  /** When it was refunded in full, if that was within its month: from then on it does not count. */
  refundedInFullAt: Date | null;
};

/** How many sales count, and for each sale how many counted at the moment when it was paid. */
export type MonthCount = { final: number; reachedAt: ReadonlyMap<string, number> };

/**
 * Counts a partner's month in the order of payment, so that it does not matter in which order the sales became known. Sales of one instant are ordered by key.
 * A refund in full within the month takes its sale out of the count from then on; what other sales had reached before stays reached.
 */
export function countMonth(sales: readonly SaleOfMonth[]): MonthCount {
  const ordered = [...sales].sort(byPayment);
  const refunds = ordered
    .flatMap(({ counts, refundedInFullAt }) =>
      counts && refundedInFullAt !== null ? [refundedInFullAt.getTime()] : [],
    )
    .sort((a, b) => a - b);
  const reachedAt = new Map<string, number>();
  let counted = 0;
  let refunded = 0;
  for (const sale of ordered) {
    const at = sale.paidAt.getTime();
    // A sale is never refunded before it is paid, so every refund up to here is of a sale that was counted.
    while (refunded < refunds.length && refunds[refunded]! < at) refunded += 1;
    if (sale.counts) counted += 1;
    reachedAt.set(sale.key, counted - refunded);
  }
  return { final: counted - refunds.length, reachedAt };
}

/** The seller as of one sale, and the plan that this sale is under. */
export type Standing = { plan: Plan; kind: string; certification: string | null };

/**
 * The rate that a sale is worth once the month is over: that of its own moment in a marginal plan; in a retroactive one that of the month, and never less than
 * what was reached when it was paid.
 */
export function entitledRate(
  { plan, kind, certification }: Standing,
  reached: number,
  final: number,
): { ratePpm: number; tier: string } | null {
  const count = plan.mode === 'marginal' ? reached : Math.max(reached, final);
  const tier = tierFor(plan, kind, count);
  return tier === null ? null : { ratePpm: rateIn(plan, kind, tier, certification), tier: tier.name };
}

/**
 * The lines that bring a sale line from what it accrued to what it is worth at `entitled`. More is a `true_up`, which is never negative. Less is an
 * `adjustment`, and happens in two cases only: a sale or refund became known after a later one, so that a rate was paid which had not been reached; or the
 * cap, with the higher rate, now cuts an override. All lines are computed anew under the cap and compared, so it makes no difference whether a rate was known
 * from the start.
 * @param accrued the lines of this sale line as accrued: direct, overrides, royalties
 */
export function settleSaleLine(
  plan: Plan,
  net: Money,
  entitled: { ratePpm: number; rule: string },
  accrued: readonly AccruedLine[],
): AccruedLine[] {
  const uncut = accrued.map((line) => {
    const ratePpm = line.kind === 'direct' ? entitled.ratePpm : line.ratePpm;
    if (line.kind === 'royalty' || line.kind === 'revenue_share' || line.reason === 'no_rule_for_kind') return line;
    if (line.kind === 'override' && line.reason !== null && line.reason !== 'cap') return line;
    return { ...line, ratePpm, amountMinor: mulRate(net, ratePpm, plan.rounding).minor };
  });
  return capLines(plan, net, uncut).flatMap((line, index): AccruedLine[] => {
    const before = accrued[index]!;
    const difference = line.amountMinor - before.amountMinor;
    if (difference === 0n) return [];
    if (line.kind === 'direct' && difference > 0n) {
      const kept = { ...line, kind: 'true_up' as const, rule: entitled.rule, amountMinor: difference };
      return [{ ...kept, reason: line.reason }];
    }
    const reason = line.reason === 'cap' ? ('cap' as const) : ('paid_earlier_than_known' as const);
    // The level tells the adjustment of an override apart from that of the direct line.
    return [{ ...line, kind: 'adjustment' as const, amountMinor: difference, reason }];
  });
}

function byPayment(a: SaleOfMonth, b: SaleOfMonth): number {
  return a.paidAt.getTime() - b.paidAt.getTime() || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
