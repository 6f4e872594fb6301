import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accrueSaleLine, type SaleLine } from './accrue.ts';
import { examplePlan } from './testing/example-plan.ts';

const plan = examplePlan();
const sale = (change: Partial<SaleLine> = {}): SaleLine => ({
  net: { minor: 100_000n, currency: 'EUR' },
  seller: { partnerId: 'ana', kind: 'affiliate', certification: null },
  count: 1,
  sponsors: [
    { partnerId: 'bea', isActive: true },
    { partnerId: 'cid', isActive: true },
    { partnerId: 'dan', isActive: true },
    { partnerId: 'eva', isActive: true },
  ],
  isOutsideCustomer: true,
  royalty: null,
  terms: { type: 'commission' },
  ...change,
});
const paid = (input: SaleLine) =>
  accrueSaleLine(plan, input).map(({ beneficiaryId, amountMinor, reason }) => [beneficiaryId, amountMinor, reason]);

describe('a sale pays', () => {
  test('the seller by tier, and three sponsors, nobody beyond', () => {
    expect(paid(sale())).toEqual([
      ['ana', 10_000n, null],
      ['bea', 5_000n, null],
      ['cid', 2_000n, null],
      ['dan', 1_000n, null],
    ]);
  });

  test('under the cap: third, second, first override are cut in turn, each with its reason', () => {
    const seller = { partnerId: 'ana', kind: 'affiliate', certification: 'platinum' };
    // 30 % + 5 % + 2 % + 1 % of 1,000 EUR are 380; 330 are allowed.
    expect(paid(sale({ seller, count: 6 }))).toEqual([
      ['ana', 30_000n, null],
      ['bea', 3_000n, 'cap'],
      ['cid', 0n, 'cap'],
      ['dan', 0n, 'cap'],
    ]);
    const royalty = { assetId: 'method', holders: [{ partnerId: 'founder', sharePpm: 1_000_000 }] };
    expect(paid(sale({ seller, count: 6, royalty }))).toEqual([
      ['ana', 28_000n, 'cap'],
      ['bea', 0n, 'cap'],
      ['cid', 0n, 'cap'],
      ['dan', 0n, 'cap'],
      ['founder', 5_000n, null],
    ]);
  });

  test('no override on what the network buys from itself, nor to a sponsor who is not active', () => {
    expect(paid(sale({ isOutsideCustomer: false })).slice(1)).toEqual([
      ['bea', 0n, 'not_an_outside_customer'],
      ['cid', 0n, 'not_an_outside_customer'],
      ['dan', 0n, 'not_an_outside_customer'],
    ]);
    expect(paid(sale({ sponsors: [{ partnerId: 'bea', isActive: false }] }))[1]).toEqual([
      'bea',
      0n,
      'sponsor_inactive',
    ]);
  });

  test('nothing to a kind without rules, and says so', () => {
    expect(paid(sale({ seller: { partnerId: 'ana', kind: 'creator', certification: null }, sponsors: [] }))).toEqual([
      ['ana', 0n, 'no_rule_for_kind'],
    ]);
  });

  test('a royalty by shares; what no holder has stays with the network', () => {
    const holders = [
      { partnerId: 'founder', sharePpm: 333_333 },
      { partnerId: 'author', sharePpm: 333_333 },
    ];
    const net = { minor: 2_000n, currency: 'EUR' };
    expect(paid(sale({ net, sponsors: [], royalty: { assetId: 'method', holders } })).slice(1)).toEqual([
      ['founder', 33n, null],
      ['author', 33n, null],
    ]);
  });

  test('a joint product in halves after costs, the odd cent to the first, both lines alike', () => {
    const terms = { type: 'joint_product' as const, directCostsMinor: 20_001n, parties: ['ana', 'lab'] };
    const lines = accrueSaleLine(plan, sale({ terms }));
    expect(lines.map(({ beneficiaryId, baseMinor, amountMinor }) => [beneficiaryId, baseMinor, amountMinor])).toEqual([
      ['ana', 79_999n, 40_000n],
      ['lab', 79_999n, 39_999n],
    ]);
  });

  test('a marketplace sale: the fee of the class first, then 70 to 30', () => {
    const terms = (listingClass: string) => ({ type: 'marketplace' as const, listingClass });
    expect(paid(sale({ terms: terms('standard') }))).toEqual([['ana', 63_000n, null]]);
    expect(paid(sale({ terms: terms('preferred') }))).toEqual([['ana', 66_500n, null]]);
    expect(() => paid(sale({ terms: terms('golden') }))).toThrow(/listing class/);
  });

  test('a white label by contract, within the band', () => {
    const terms = (sharePpm: number) => ({ type: 'white_label' as const, sharePpm });
    expect(paid(sale({ terms: terms(275_000), sponsors: [] }))).toEqual([['ana', 27_500n, null]]);
    expect(() => paid(sale({ terms: terms(310_000) }))).toThrow(/white label/);
  });
});

test.each<[string, Partial<SaleLine>]>([
  ['nothing', { net: { minor: 0n, currency: 'EUR' } }],
  ['less than nothing', { net: { minor: -1n, currency: 'EUR' } }],
  ['a seller above itself', { sponsors: [{ partnerId: 'ana', isActive: true }] }],
  ['costs above the net', { terms: { type: 'joint_product', directCostsMinor: 100_001n, parties: ['ana', null] } }],
  ['shares above the whole', { royalty: { assetId: 'a', holders: [{ partnerId: 'f', sharePpm: 1_000_001 }] } }],
])('%s is refused', (_, change) => {
  expect(() => accrueSaleLine(plan, sale(change))).toThrow();
});

test('commissions on one sale line never pass the cap, and the royalty is never cut', () => {
  const people = fc.constantFrom<'affiliate' | 'agency' | 'creator'>('affiliate', 'agency', 'creator');
  fc.assert(
    fc.property(
      fc.bigInt({ min: 1n, max: 10n ** 12n }),
      people,
      fc.nat(12),
      fc.nat(4),
      fc.boolean(),
      fc.integer({ min: 50_000, max: 450_000 }),
      (minor, kind, count, depth, hasRoyalty, capPpm) => {
        const capped = examplePlan({ cap: { ...plan.cap, ppm: capPpm } });
        const lines = accrueSaleLine(
          capped,
          sale({
            net: { minor, currency: 'EUR' },
            seller: { partnerId: 'ana', kind, certification: 'platinum' },
            count,
            sponsors: sale().sponsors.slice(0, depth),
            royalty: hasRoyalty ? { assetId: 'm', holders: [{ partnerId: 'f', sharePpm: 1_000_000 }] } : null,
          }),
        );
        const sum = lines.reduce((total, line) => total + line.amountMinor, 0n);
        // Half a unit of rounding, at most, where the royalty alone is the cap.
        expect(sum * 1_000_000n <= minor * BigInt(capPpm) + 500_000n).toBe(true);
        for (const line of lines) expect(line.amountMinor >= 0n).toBe(true);
        const royalty = lines.find(({ kind: of }) => of === 'royalty');
        if (royalty) expect(royalty.reason === 'cap').toBe(false);
        // Each line is at most its rate of its base, and says why when it is less.
        for (const line of lines) {
          const owed = line.baseMinor * BigInt(line.ratePpm);
          if (line.reason === null) expect(line.amountMinor * 1_000_000n - owed <= 500_000n).toBe(true);
          else expect(line.amountMinor * 1_000_000n <= owed + 500_000n).toBe(true);
        }
      },
    ),
  );
});
