import {
  accrueSaleLine,
  countMonth,
  type Plan,
  parsePlan,
  type Royalty,
  reverseLine,
  type SaleTerms,
} from '@nexus/commission-plan';
import type { Tx } from '@nexus/db';
import type { BusinessCalendar } from '@nexus/kernel';
import { groupBy } from '../group-by.ts';
import { listPastSales, type PaidThen, type PastSale, sumPaidThen } from './simulation.repository.ts';

const chunk = 200;

export type Simulation = {
  sales: number;
  /** By currency and kind: what was paid, and what this plan would have paid on the same sales, refunds taken off both. */
  totals: { currency: string; kind: string; paidMinor: bigint; wouldMinor: bigint }[];
  /** Who would have got most. */
  partners: { partnerId: string; currency: string; wouldMinor: bigint }[];
};

/**
 * What a plan would have paid on the sales of some months, each month settled at its tiers. A plan that was in force gives what was paid. Bonuses are left out:
 * they hang on goals, not on sales. Reads a stretch of partners at a time; writes nothing.
 */
export async function simulatePlan(
  tx: Tx,
  calendar: BusinessCalendar,
  given: unknown,
  months: readonly string[],
): Promise<Simulation> {
  const plan = parsePlan(given);
  const would = new Map<string, bigint>();
  const byPartner = new Map<string, bigint>();
  const seen = new Set<string>();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const past = await listPastSales(tx, months, after, chunk);
    if (past.length === 0) break;
    for (const month of groupBy(past, ({ partnerId, month: of }) => `${partnerId} ${of}`).values()) {
      for (const { beneficiaryId, currency, kind, minor } of payMonth(plan, calendar, month)) {
        add(would, `${currency} ${kind}`, minor);
        add(byPartner, `${beneficiaryId} ${currency}`, minor);
      }
    }
    for (const { key } of past) seen.add(key);
    after = past.at(-1)!.partnerId;
  }
  return { sales: seen.size, totals: compare(await sumPaidThen(tx, months), would), partners: largest(byPartner) };
}

type Payment = { beneficiaryId: string; currency: string; kind: string; minor: bigint };

function payMonth(plan: Plan, calendar: BusinessCalendar, lines: readonly PastSale[]): Payment[] {
  const sales = [...groupBy(lines, ({ key }) => key).values()].map(([first]) => first!);
  const count = countMonth(
    sales.map(({ key, paidAt, month, isCounted, refundedInFullAt: full }) => ({
      key,
      paidAt,
      counts: isCounted,
      refundedInFullAt: full !== null && calendar.monthOf(full) === month ? full : null,
    })),
  );
  return lines.flatMap((line) => {
    const { partnerKind: kind, certification, currency, netMinor } = line;
    const reached = count.reachedAt.get(line.key)!;
    const settledCount = plan.mode === 'marginal' ? reached : Math.max(reached, count.final);
    const accrued = accrueSaleLine(plan, {
      net: { minor: netMinor, currency },
      seller: { partnerId: line.partnerId, kind, certification },
      count: settledCount,
      sponsors: line.sponsors.map((partnerId, index) => ({ partnerId, isActive: line.sponsorsActive[index]! })),
      isOutsideCustomer: line.isOutsideCustomer,
      royalty: line.royalty as Royalty | null,
      terms: termsOf(line),
    });
    return accrued.map(({ beneficiaryId, kind: of, amountMinor }) => {
      const back = reverseLine(plan, { amountMinor, reversedMinor: 0n }, netMinor, line.refundedMinor);
      return { beneficiaryId, currency, kind: of, minor: amountMinor - back };
    });
  });
}

/** As it was recorded: whole numbers travel through JSON as text. The first line bears a joint product's costs. */
function termsOf({ terms, ordinal }: PastSale): SaleTerms {
  const given = terms as SaleTerms & { directCostsMinor?: string };
  if (given.type !== 'joint_product') return given;
  return { ...given, directCostsMinor: ordinal === 1 ? BigInt(given.directCostsMinor) : 0n };
}

function compare(paid: readonly PaidThen[], would: ReadonlyMap<string, bigint>): Simulation['totals'] {
  const then = new Map(paid.map(({ currency, kind, minor }) => [`${currency} ${kind}`, minor]));
  return [...new Set([...then.keys(), ...would.keys()])].sort().map((name) => {
    const [currency, kind] = name.split(' ') as [string, string];
    return { currency, kind, paidMinor: then.get(name) ?? 0n, wouldMinor: would.get(name) ?? 0n };
  });
}

function largest(byPartner: ReadonlyMap<string, bigint>): Simulation['partners'] {
  return [...byPartner]
    .sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
    .slice(0, 50)
    .map(([name, wouldMinor]) => {
      const [partnerId, currency] = name.split(' ') as [string, string];
      return { partnerId, currency, wouldMinor };
    });
}

function add(sums: Map<string, bigint>, name: string, minor: bigint): void {
  sums.set(name, (sums.get(name) ?? 0n) + minor);
}
