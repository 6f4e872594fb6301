import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accrueSaleLine, type SaleLine } from './accrue.ts';
import { quarterBonus } from './bonus.ts';
import { countMonth, entitledRate, type SaleOfMonth, settleSaleLine } from './close-month.ts';
import type { AccruedLine } from './lines.ts';
import { reverseLine, reverseParts } from './reverse.ts';
import { examplePlan } from './testing/example-plan.ts';

const plan = examplePlan();
const day = (number: number) => new Date(Date.UTC(2026, 10, number));
const ofMonth = (key: string, paid: number, refunded: number | null = null, counts = true): SaleOfMonth => ({
  key,
  paidAt: day(paid),
  counts,
  refundedInFullAt: refunded === null ? null : day(refunded),
});

describe('a month is counted', () => {
  test('in the order of payment, whatever the order of arrival', () => {
    const count = countMonth([ofMonth('c', 9), ofMonth('a', 2), ofMonth('b', 5)]);
    expect(count.final).toBe(3);
    expect([...count.reachedAt]).toEqual([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]);
  });

  test('without small sales, and without what was refunded in full, from its refund on', () => {
    const count = countMonth([
      ofMonth('a', 2, 6),
      ofMonth('b', 3, null, false),
      ofMonth('c', 5),
      ofMonth('d', 7),
      ofMonth('e', 6),
    ]);
    expect(count.final).toBe(3);
    expect(Object.fromEntries(count.reachedAt)).toEqual({ a: 1, b: 1, c: 2, e: 3, d: 3 });
  });
});

describe('a sale is worth', () => {
  const standing = { plan, kind: 'affiliate', certification: 'gold' };
  test('the rate of the whole month, and never less than it had reached', () => {
    expect(entitledRate(standing, 1, 3)).toEqual({ ratePpm: 180_000, tier: 'basic' });
    expect(entitledRate(standing, 3, 2)).toEqual({ ratePpm: 180_000, tier: 'basic' });
    expect(entitledRate({ ...standing, kind: 'creator' }, 3, 2)).toBeNull();
  });
  test('the rate of its own place in a marginal plan', () => {
    expect(entitledRate({ ...standing, plan: examplePlan({ mode: 'marginal' }) }, 1, 9)).toEqual({
      ratePpm: 100_000,
      tier: 'start',
    });
  });
});

const sale: SaleLine = {
  net: { minor: 33_333n, currency: 'EUR' },
  seller: { partnerId: 'ana', kind: 'affiliate', certification: null },
  count: 1,
  sponsors: ['bea', 'cid', 'dan'].map((partnerId) => ({ partnerId, isActive: true })),
  isOutsideCustomer: true,
  royalty: { assetId: 'm', holders: [{ partnerId: 'f', sharePpm: 1_000_000 }] },
  terms: { type: 'commission' },
};

const totals = (lines: readonly AccruedLine[]) => {
  const sums = new Map<string, bigint>();
  for (const line of lines) sums.set(line.beneficiaryId, (sums.get(line.beneficiaryId) ?? 0n) + line.amountMinor);
  return Object.fromEntries(sums);
};

describe('closing brings a line to its rate', () => {
  test('with one true-up, and cuts the overrides that the cap no longer allows', () => {
    const accrued = accrueSaleLine(plan, sale);
    const settled = settleSaleLine(plan, sale.net, { ratePpm: 250_000, rule: 'true_up.affiliate.top' }, accrued);
    // 83.33 + 16.67 + 6.67 + 3.33 and the royalty's 16.67 are 126.67; the cap is 110.00: 16.67 too much, 3.33 + 6.67 + 6.67.
    expect(settled.map(({ kind, level, amountMinor, reason }) => [kind, level, amountMinor, reason])).toEqual([
      ['true_up', 0, 5_000n, null],
      ['adjustment', 1, -667n, 'cap'],
      ['adjustment', 2, -667n, 'cap'],
      ['adjustment', 3, -333n, 'cap'],
    ]);
  });

  test('and it makes no difference whether the rate was known from the start', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 10n ** 9n }),
        fc.nat(8),
        fc.nat(8),
        fc.integer({ min: 50_000, max: 450_000 }),
        fc.nat(3),
        (minor, before, after, capPpm, depth) => {
          const capped = examplePlan({ cap: { ...plan.cap, ppm: capPpm } });
          const at = (count: number) =>
            accrueSaleLine(capped, {
              ...sale,
              net: { minor, currency: 'EUR' },
              sponsors: sale.sponsors.slice(0, depth),
              count,
            });
          const accrued = at(before);
          const entitled = entitledRate({ plan: capped, kind: 'affiliate', certification: null }, after, after)!;
          const settled = settleSaleLine(
            capped,
            { minor, currency: 'EUR' },
            { ratePpm: entitled.ratePpm, rule: 'true_up' },
            accrued,
          );
          expect(totals([...accrued, ...settled])).toEqual(totals(at(after)));
          for (const line of settled) if (line.kind === 'true_up') expect(line.amountMinor > 0n).toBe(true);
        },
      ),
    );
  });
});

test('any number of partial refunds end at exactly what was accrued, and never pass it', () => {
  fc.assert(
    fc.property(
      fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 6n }), { minLength: 1, maxLength: 12 }),
      (amountMinor, refunds) => {
        const net = refunds.reduce((a, b) => a + b, 0n);
        let refunded = 0n;
        let reversed = 0n;
        for (const refund of refunds) {
          refunded += refund;
          reversed += reverseLine(plan, { amountMinor, reversedMinor: reversed }, net, refunded);
          expect(reversed * amountMinor >= 0n).toBe(true);
          expect(reversed * reversed <= amountMinor * amountMinor).toBe(true);
        }
        expect(reversed).toBe(amountMinor);
      },
    ),
  );
  expect(() => reverseLine(plan, { amountMinor: 1n, reversedMinor: 0n }, 10n, 11n)).toThrow(/No more/);
});

test('it makes no difference to refunds in how many parts an amount was accrued', () => {
  const amount = fc.bigInt({ min: 0n, max: 10n ** 7n });
  fc.assert(
    fc.property(
      fc.array(amount, { minLength: 1, maxLength: 4 }),
      fc.array(fc.bigInt({ min: 1n, max: 10n ** 6n }), { minLength: 1, maxLength: 6 }),
      (amounts, refunds) => {
        const net = refunds.reduce((a, b) => a + b, 0n);
        const whole = amounts.reduce((a, b) => a + b, 0n);
        const parts = amounts.map((amountMinor) => ({ amountMinor, reversedMinor: 0n }));
        let refunded = 0n;
        for (const refund of refunds) {
          refunded += refund;
          reverseParts(plan, parts, net, refunded).forEach((due, index) => {
            parts[index]!.reversedMinor += due;
          });
          const together = parts.reduce((sum, { reversedMinor }) => sum + reversedMinor, 0n);
          expect(together).toBe(reverseLine(plan, { amountMinor: whole, reversedMinor: 0n }, net, refunded));
          for (const { amountMinor, reversedMinor } of parts)
            expect(reversedMinor >= 0n && reversedMinor <= amountMinor).toBe(true);
        }
        for (const { amountMinor, reversedMinor } of parts) expect(reversedMinor).toBe(amountMinor);
      },
    ),
  );
});

test.each([
  [120_000n, 100_000n, 99_999n, 400n, null],
  [120_000n, 100_000n, 300n, 300n, 'cap'],
  [100_000n, 100_000n, 99_999n, 0n, 'goal_not_reached'],
  [80_000n, 100_000n, 99_999n, 0n, 'goal_not_reached'],
  [100_020n, 100_000n, 99_999n, 0n, 'rounds_to_zero'],
])('a quarter of %s over a goal of %s with %s of room: %s', (net, goal, headroom, amountMinor, reason) => {
  const money = (minor: bigint) => ({ minor, currency: 'EUR' });
  expect(
    quarterBonus(plan, { partnerId: 'ana', net: money(net), goal: money(goal), headroom: money(headroom) }),
  ).toMatchObject({ amountMinor, reason });
});
