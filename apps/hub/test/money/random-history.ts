import { type RefundEvent, shippedPlan } from '@nexus/commissions';
import fc from 'fast-check';

export type SaleFact = { seller: number; day: number; net: number; hasKnowledge: boolean; isDollar: boolean };
export type RefundFact = { sale: number; afterDays: number; part: number };
export type History = {
  sales: SaleFact[];
  refunds: RefundFact[];
  orders: [number[], number[]];
  late: SaleFact[];
  steps: number[];
};

const saleFact = fc.record({
  seller: fc.constantFrom(0, 0, 0, 0, 1, 2, 3),
  day: fc.integer({ min: 1, max: 28 }),
  net: fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.integer({ min: 9_990, max: 900_000 })),
  hasKnowledge: fc.boolean(),
  isDollar: fc.constantFrom(false, false, false, true),
});
export const history: fc.Arbitrary<History> = fc
  .record({
    sales: fc.array(saleFact, { minLength: 6, maxLength: 22 }),
    refunds: fc.array(
      fc.record({
        sale: fc.nat(21),
        afterDays: fc.integer({ min: 0, max: 70 }),
        part: fc.constantFrom(1, 2, 3, 10, 10),
      }),
      { maxLength: 12 },
    ),
    late: fc.array(saleFact, { maxLength: 2 }),
    steps: fc.array(fc.nat(5), { minLength: 3, maxLength: 10 }),
    seeds: fc.tuple(
      fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
      fc.array(fc.nat(), { minLength: 40, maxLength: 40 }),
    ),
  })
  .map(({ seeds, ...rest }) => ({ ...rest, orders: seeds }));

/** Halfway through each month another plan comes into force: marginal, other rates, and a cap that cuts overrides. It ends with the month. */
export function otherPlan(): typeof shippedPlan {
  const plan = structuredClone(shippedPlan);
  plan.mode = 'marginal';
  plan.cap.ppm = 330_000;
  for (const [index, tier] of plan.kinds.affiliate.tiers.entries())
    Object.assign(tier, { lowPpm: 120_000 + index * 50_000, highPpm: 150_000 + index * 50_000 });
  return plan;
}

/** By digits, and not by a function of ours. */
export function halfEven(millionths: bigint): bigint {
  const text = millionths.toString().padStart(7, '0');
  const [whole, rest] = [BigInt(text.slice(0, -6)), Number(text.slice(-6))];
  return rest > 500_000 || (rest === 500_000 && whole % 2n === 1n) ? whole + 1n : whole;
}

/** Another order; refunds of one sale stay in theirs, because "all" is what earlier ones left. */
export function ofLastSaleFirst(refunds: readonly RefundEvent[]): RefundEvent[] {
  return [...refunds].sort((a, b) =>
    a.saleExternalId < b.saleExternalId ? 1 : a.saleExternalId > b.saleExternalId ? -1 : 0,
  );
}
