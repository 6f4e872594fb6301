import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spreadLines } from './spread-lines.ts';

it('splits EUR 100 and its 16 % over three instalments, by hand', () => {
  const parts = spreadLines([{ netMinor: 10_000n, taxMinor: 1_600n }], [3_867n, 3_867n, 3_866n], 'EUR');
  // 3,867 × 10,000 / 11,600 = 3,333.62 and 533.38: the cent goes to the net. Then the same of what is left, then the rest.
  expect(parts).toEqual([
    [{ netMinor: 3_334n, taxMinor: 533n }],
    [{ netMinor: 3_333n, taxMinor: 534n }],
    [{ netMinor: 3_333n, taxMinor: 533n }],
  ]);
});

it('loses no cent of a line and none of an instalment', () => {
  const lines = fc.array(fc.record({ netMinor: fc.bigInt(0n, 10n ** 9n), taxMinor: fc.bigInt(0n, 10n ** 8n) }), {
    minLength: 1,
    maxLength: 6,
  });
  const cuts = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 0, maxLength: 6 });
  fc.assert(
    fc.property(lines, cuts, (given, places) => {
      const total = given.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0n);
      const marks = [...places].sort((a, b) => a - b).map((place) => (total * BigInt(place)) / 1000n);
      const amounts = [...marks, total].map((mark, index) => mark - (marks[index - 1] ?? 0n));
      const spread = spreadLines(given, amounts, 'EUR');
      spread.forEach((parts, index) => {
        expect(parts.reduce((sum, { netMinor, taxMinor }) => sum + netMinor + taxMinor, 0n)).toBe(amounts[index]);
        for (const { netMinor, taxMinor } of parts) expect(netMinor >= 0n && taxMinor >= 0n).toBe(true);
      });
      given.forEach((line, index) => {
        expect(spread.reduce((sum, parts) => sum + parts[index]!.netMinor, 0n)).toBe(line.netMinor);
        expect(spread.reduce((sum, parts) => sum + parts[index]!.taxMinor, 0n)).toBe(line.taxMinor);
      });
    }),
  );
});

it('refuses instalments that are another total', () => {
  expect(() => spreadLines([{ netMinor: 1n, taxMinor: 0n }], [2n], 'EUR')).toThrow('add up');
});
