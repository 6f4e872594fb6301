import fc from 'fast-check';
import { expect, it } from 'vitest';
import { addMonthsToDay, dueDay, instalmentsOf, type PaymentSchedule } from './payment-schedule.ts';

const eur = (minor: bigint) => ({ minor, currency: 'EUR' });

it('splits EUR 100.00 over three years without losing the cent', () => {
  const parts = instalmentsOf({ kind: 'yearly', years: 3, dueDays: 30 }, eur(10_000n));
  expect(parts.map(({ amount, dueMonths }) => [amount.minor, dueMonths])).toEqual([
    [3_334n, 0],
    [3_333n, 12],
    [3_333n, 24],
  ]);
});

it('refuses milestones that are not the whole', () => {
  const milestones = [{ label: 'Firma', sharePpm: 400_000, dueDays: 0 }];
  expect(() => instalmentsOf({ kind: 'milestones', milestones }, eur(1n))).toThrow('100 %');
});

it('sums to the total for every schedule', () => {
  const shares = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 8 }).map((cuts) => {
    const parts = cuts.map((cut) => Math.floor((cut * 1_000_000) / cuts.reduce((a, b) => a + b, 0)));
    parts[0]! += 1_000_000 - parts.reduce((a, b) => a + b, 0);
    return parts;
  });
  const schedules: fc.Arbitrary<PaymentSchedule> = fc.oneof(
    fc.record({ kind: fc.constant('single' as const), dueDays: fc.nat(90) }),
    fc.record({ kind: fc.constant('yearly' as const), years: fc.integer({ min: 1, max: 10 }), dueDays: fc.nat(90) }),
    shares.map((parts) => ({
      kind: 'milestones' as const,
      milestones: parts.map((sharePpm) => ({ label: 'x', sharePpm, dueDays: null })),
    })),
  );
  fc.assert(
    fc.property(schedules, fc.bigInt(0n, 10n ** 15n), (schedule, total) => {
      const parts = instalmentsOf(schedule, eur(total));
      expect(parts.reduce((sum, { amount }) => sum + amount.minor, 0n)).toBe(total);
    }),
  );
});

it('keeps the day of the month, or takes the last of a shorter one', () => {
  expect(addMonthsToDay('2026-01-31', 1)).toBe('2026-02-28');
  expect(addMonthsToDay('2026-11-30', 12)).toBe('2027-11-30');
  expect(dueDay('2026-11-30', { dueMonths: 12, dueDays: 30 })).toBe('2027-12-30');
  expect(dueDay('2026-11-30', { dueMonths: 0, dueDays: null })).toBeNull();
});
