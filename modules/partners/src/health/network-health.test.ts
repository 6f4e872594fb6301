import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type HealthPartner, networkHealth } from './network-health.ts';

const rules = {
  id: 1,
  maxSponsorDepth: 20,
  bankCoolingDays: 7,
  inactiveAfterDays: 90,
  dependencyPpm: 400_000,
  concentrationPartnersPpm: 200_000,
  concentrationRevenuePpm: 800_000,
};
const now = new Date('2026-11-30T12:00:00Z');
const partner = (id: string, status: HealthPartner['status'] = 'active'): HealthPartner => ({
  id,
  name: id.toUpperCase(),
  status,
  since: new Date('2026-01-01T00:00:00Z'),
});
const sale = (partnerId: string, customerId: string, netMinor: bigint, at = '2026-11-01T00:00:00Z') => ({
  partnerId,
  customerId,
  customerName: customerId,
  sales: 1,
  netMinor,
  currency: 'EUR',
  lastSaleAt: new Date(at),
});

it('finds the fifth of the partners that brings four fifths', () => {
  const partners = ['a', 'b', 'c', 'd', 'e'].map((id) => partner(id));
  const facts = [sale('a', 'x', 5000n), sale('a', 'y', 3000n), sale('b', 'z', 1000n), sale('c', 'z', 1000n)];
  const { concentration, dependency, totalMinor } = networkHealth(partners, facts, rules, now);
  expect(totalMinor).toBe(10_000n);
  expect(concentration).toMatchObject({
    topPartners: 1,
    topSharePpm: 800_000,
    partnersForShare: 1,
    isConcentrated: true,
  });
  expect(concentration.rows.map(({ partnerId, cumulativePpm }) => [partnerId, cumulativePpm])).toEqual([
    ['a', 800_000],
    ['b', 900_000],
    ['c', 1_000_000],
  ]);
  expect(
    dependency.map((row) => (row.kind === 'partner' ? row.partnerId : `${row.partnerId}/${row.customerId}`)),
  ).toEqual(['a', 'a/x', 'b/z', 'c/z']);
});

it('names active partners that sold nothing for long, and nobody else', () => {
  const partners = [partner('a'), partner('b'), partner('c', 'ended'), partner('d')];
  const facts = [sale('a', 'x', 100n, '2026-11-20T00:00:00Z'), sale('b', 'x', 100n, '2026-05-01T00:00:00Z')];
  const { inactive } = networkHealth(partners, facts, rules, now);
  expect(inactive.map(({ partnerId, lastSaleAt }) => [partnerId, lastSaleAt === null])).toEqual([
    ['d', true],
    ['b', false],
  ]);
});

it('says nothing of a network without sales', () => {
  const health = networkHealth([partner('a')], [], rules, new Date('2026-01-02T00:00:00Z'));
  expect(health).toMatchObject({ totalMinor: 0n, currency: null, dependency: [], inactive: [] });
  expect(health.concentration.isConcentrated).toBe(false);
});

it('has shares that never sum to more than the whole, the largest first', () => {
  const amounts = fc.array(fc.bigInt({ min: 0n, max: 1_000_000n }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(amounts, (all) => {
      const partners = all.map((_, index) => partner(`p${index}`));
      const facts = all.map((netMinor, index) => sale(`p${index}`, 'x', netMinor));
      const { rows } = networkHealth(partners, facts, rules, now).concentration;
      const isDescending = rows.every((row, i) => i === 0 || row.netMinor <= rows[i - 1]!.netMinor);
      return isDescending && rows.reduce((sum, { sharePpm }) => sum + sharePpm, 0) <= 1_000_000;
    }),
  );
});
