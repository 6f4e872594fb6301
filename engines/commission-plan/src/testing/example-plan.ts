import { type Plan, parsePlan } from '../plan.ts';

const noOverrides = { paysOverrides: false, paysRoyalty: true };
const amount = (minor: string) => ({ minor, currency: 'EUR' });

/** A plan for tests of the engine: round rates, and a cap that binds. Not the plan that ships. */
export function examplePlan(change: Readonly<Record<string, unknown>> = {}): Plan {
  return parsePlan({
    format: 'nexus.commission-plan/1',
    name: 'Example',
    rounding: 'half-even',
    mode: 'retroactive',
    counting: { minimumNet: amount('10000') },
    kinds: {
      affiliate: {
        tiers: [
          { name: 'start', from: 0, lowPpm: 100_000, highPpm: 100_000 },
          { name: 'basic', from: 3, lowPpm: 150_000, highPpm: 200_000 },
          { name: 'top', from: 6, lowPpm: 250_000, highPpm: 300_000 },
        ],
        certificationPpm: { silver: 15_000, gold: 30_000, platinum: 60_000 },
      },
      agency: { tiers: [{ name: 'start', from: 0, lowPpm: 200_000, highPpm: 200_000 }], certificationPpm: {} },
    },
    overrides: [
      { level: 1, ratePpm: 50_000 },
      { level: 2, ratePpm: 20_000 },
      { level: 3, ratePpm: 10_000 },
    ],
    royalty: { ratePpm: 50_000 },
    cap: { ppm: 330_000, cutOrder: ['override:3', 'override:2', 'override:1', 'bonus', 'direct'] },
    bonus: { ratePpm: 20_000 },
    jointProduct: { ...noOverrides, sharesPpm: [500_000, 500_000] },
    marketplace: {
      ...noOverrides,
      feePpm: { standard: 100_000, preferred: 50_000 },
      sellerPpm: 700_000,
      listingFee: { lowest: amount('10000'), highest: amount('50000') },
      premiumFeeMonthly: { lowest: amount('5000'), highest: amount('20000') },
    },
    whiteLabel: {
      paysOverrides: true,
      paysRoyalty: true,
      lowestPpm: 200_000,
      highestPpm: 300_000,
      licenceFee: { lowest: amount('1000000'), highest: amount('5000000') },
    },
    hold: { days: 30 },
    payout: { minimum: amount('5000') },
    ...change,
  });
}
