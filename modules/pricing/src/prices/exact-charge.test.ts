import fc from 'fast-check';
import { expect, it } from 'vitest';
import { exactCharge, lineAmount, type PricedComponent } from './exact-charge.ts';

const tier = (fromQuantity: bigint, priceMinor: bigint, flatMinor = 0n) => ({ fromQuantity, priceMinor, flatMinor });
const queries = (scheme: PricedComponent['scheme'], included = 0n): PricedComponent => ({
  scheme,
  included,
  perUnits: 1000n,
  // EUR 50, 40 and 25.50 for 1,000 queries: up to 10,000, up to 100,000, above.
  tiers: [tier(0n, 5000n), tier(10_000n, 4000n), tier(100_000n, 2550n)],
});
const cents = (component: PricedComponent, quantity: bigint, options = {}) =>
  lineAmount(exactCharge(component, quantity), 'EUR', options).minor;

it.each([
  // 9,999 × 5 cents = 49,995
  [9_999n, 49_995n],
  // 10,000 × 5
  [10_000n, 50_000n],
  // 50,000 + 2,345 × 4 = 59,380
  [12_345n, 59_380n],
  // 50,000 + 90,000 × 4 + 1 × 2.55 = 410,002.55, rounded up
  [100_001n, 410_003n],
  // 50,000 + 360,000 + 150,000 × 2.55 = 792,500
  [250_000n, 792_500n],
  [0n, 0n],
])('graduated: %s queries', (quantity, expected) => {
  expect(cents(queries('graduated'), quantity)).toBe(expected);
});

it.each([
  [10_000n, 50_000n],
  // all of them at 4 cents: 10,001 × 4
  [10_001n, 40_004n],
  // 100,001 × 2.55 = 255,002.55
  [100_001n, 255_003n],
])('volume: %s queries', (quantity, expected) => {
  expect(cents(queries('volume'), quantity)).toBe(expected);
});

it('charges what is above the included units only', () => {
  expect(cents(queries('graduated', 5_000n), 5_000n)).toBe(0n);
  // 7,345 × 5
  expect(cents(queries('graduated', 5_000n), 12_345n)).toBe(36_725n);
});

it('adds the flat amount of each tier that is reached', () => {
  const component: PricedComponent = {
    scheme: 'graduated',
    included: 0n,
    perUnits: 1n,
    tiers: [tier(0n, 100n, 1_000n), tier(10n, 80n, 500n)],
  };
  expect(cents(component, 0n)).toBe(0n);
  // 1,000 + 10 × 100
  expect(cents(component, 10n)).toBe(2_000n);
  // 2,000 + 500 + 5 × 80
  expect(cents(component, 15n)).toBe(2_900n);
});

it('rounds a line once, half to even, with discount and months inside', () => {
  // EUR 19.99 a user and month: 7 users, 12 months, 12.5 % off = 167,916 × 0.875 = 146,926.5 -> even
  const users: PricedComponent = { scheme: 'flat', included: 0n, perUnits: 1n, tiers: [tier(0n, 1_999n)] };
  expect(cents(users, 7n, { periods: 12, discountPpm: 125_000 })).toBe(146_926n);
  // Rounded per unit it would have been 1,749.125 -> 1,749 × 84 = 146,916: ten cents lost.
});

const components = fc
  .record({
    scheme: fc.constantFrom('flat' as const, 'graduated' as const, 'volume' as const),
    included: fc.bigInt(0n, 1_000n),
    perUnits: fc.constantFrom(1n, 7n, 1_000n),
    steps: fc.array(fc.tuple(fc.bigInt(1n, 5_000n), fc.bigInt(0n, 100_000n)), { minLength: 1, maxLength: 5 }),
  })
  .map(({ steps, ...rest }): PricedComponent => {
    let from = 0n;
    const tiers = steps.map(([width, price]) => {
      const made = tier(from, price);
      from += width;
      return made;
    });
    return { ...rest, tiers: rest.scheme === 'flat' ? tiers.slice(0, 1) : tiers };
  });

it('counts each unit once, as one that adds unit by unit does', () => {
  fc.assert(
    fc.property(components, fc.bigInt(0n, 3_000n), (component, quantity) => {
      const { included, tiers, scheme } = component;
      const charged = quantity > included ? quantity - included : 0n;
      let slow = 0n;
      for (let unit = 1n; unit <= charged; unit += 1n) {
        const place = scheme === 'volume' ? charged : unit;
        slow += tiers.filter(({ fromQuantity }) => place > fromQuantity).at(-1)!.priceMinor;
      }
      expect(exactCharge(component, quantity).numerator).toBe(slow);
    }),
    { numRuns: 60 },
  );
});

it('is never further than half a cent from the exact amount, and never negative', () => {
  fc.assert(
    fc.property(
      components,
      fc.bigInt(0n, 10_000n),
      fc.integer({ min: 0, max: 1_000_000 }),
      (component, quantity, ppm) => {
        const exact = exactCharge(component, quantity);
        const written = lineAmount(exact, 'EUR', { periods: 12, discountPpm: ppm }).minor;
        const numerator = exact.numerator * 12n * BigInt(1_000_000 - ppm);
        const denominator = exact.denominator * 1_000_000n;
        const distance = written * denominator - numerator;
        expect((distance < 0n ? -distance : distance) * 2n <= denominator).toBe(true);
        expect(written >= 0n).toBe(true);
      },
    ),
  );
});
