import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { currencyExponent } from './currency.ts';
import { addMoney, decimalOf, MixedCurrenciesError, maxMinor, money, parseMoney } from './money.ts';
import { allocate, mulRate, mulRatio } from './rates.ts';

const currencies = fc.constantFrom('EUR', 'VES', 'CLP', 'KWD', 'USD');
const minors = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });

describe('amounts as text', () => {
  test.each([
    ['1234.50', 'EUR', 123450n],
    ['0.3', 'USD', 30n],
    ['-7', 'CLP', -7n],
    ['1.234', 'KWD', 1234n],
    ['000.01', 'EUR', 1n],
  ])('%s %s', (text, currency, minor) => {
    expect(parseMoney(text, currency)).toEqual({ minor, currency });
  });

  test.each([
    ['0.305', 'USD'],
    ['1.0', 'CLP'],
    ['1,5', 'EUR'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['.5', 'EUR'],
    ['1.', 'EUR'],
    ['٣', 'EUR'],
    ['1', 'XYZ'],
    ['1', 'eur'],
    ['99999999999999999999', 'EUR'],
  ])('"%s" %s is refused', (text, currency) => {
    expect(() => parseMoney(text, currency)).toThrow();
  });

  test('what is written is read again', () => {
    fc.assert(
      fc.property(minors, currencies, (minor, currency) => {
        expect(parseMoney(decimalOf({ minor, currency }), currency)).toEqual({ minor, currency });
      }),
    );
  });
});

test('exponents are those of ISO 4217, not what is customary to show', () => {
  expect(['EUR', 'VES', 'COP', 'CLP', 'JPY', 'KWD'].map(currencyExponent)).toEqual([2, 2, 2, 0, 0, 3]);
});

test('currencies do not mix, and nothing is kept that a column could not hold', () => {
  expect(() => addMoney(money(1n, 'EUR'), money(1n, 'USD'))).toThrow(MixedCurrenciesError);
  expect(() => addMoney(money(maxMinor, 'EUR'), money(1n, 'EUR'))).toThrow(/larger/);
});

describe('rates', () => {
  test.each([
    // 12.5 % of 1.00 is 12.5 cents: to the even one, or up.
    [100n, 125_000, 12n, 13n],
    [108n, 125_000, 14n, 14n],
    [300n, 125_000, 38n, 38n],
    [-100n, 125_000, -12n, -13n],
    [333n, 100_000, 33n, 33n],
    [1n, 500_000, 0n, 1n],
    [3n, 500_000, 2n, 2n],
  ])('%s at %s ppm', (minor, ppm, even, up) => {
    expect(mulRate(money(minor, 'EUR'), ppm).minor).toBe(even);
    expect(mulRate(money(minor, 'EUR'), ppm, 'half-up').minor).toBe(up);
  });

  test('are never more than half a unit off', () => {
    fc.assert(
      fc.property(minors, fc.nat(2_000_000), fc.constantFrom('half-even', 'half-up'), (minor, ppm, rounding) => {
        const off = mulRate(money(minor, 'EUR'), ppm, rounding).minor * 1_000_000n - minor * BigInt(ppm);
        expect(off <= 500_000n && off >= -500_000n).toBe(true);
      }),
    );
  });

  test('an exchange rate gives the other currency', () => {
    expect(mulRatio(money(10_000n, 'EUR'), { numerator: 10_845n, denominator: 10_000n }, 'half-even', 'USD')).toEqual({
      minor: 10_845n,
      currency: 'USD',
    });
  });

  test.each([-1, 0.5, Number.NaN])('%s is no rate', (ppm) => {
    expect(() => mulRate(money(1n, 'EUR'), ppm)).toThrow();
  });
});

describe('allocation', () => {
  test('leftover units go to the largest remainders, earlier ones first', () => {
    const parts = allocate(money(100n, 'EUR'), [1n, 1n, 1n]).map(({ minor }) => minor);
    expect(parts).toEqual([34n, 33n, 33n]);
    expect(allocate(money(-100n, 'EUR'), [1n, 1n, 1n]).map(({ minor }) => minor)).toEqual([-34n, -33n, -33n]);
  });

  test('sums to the total, and nobody is a whole unit from their share', () => {
    const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 9n }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(minors, weights, (minor, shares) => {
        const sum = shares.reduce((a, b) => a + b, 0n);
        fc.pre(sum > 0n);
        const parts = allocate(money(minor, 'EUR'), shares);
        expect(parts.reduce((a, part) => a + part.minor, 0n)).toBe(minor);
        parts.forEach((part, index) => {
          const off = part.minor * sum - minor * shares[index]!;
          expect(off < sum && off > -sum).toBe(true);
        });
      }),
    );
  });

  test.each([[[]], [[0n, 0n]], [[1n, -1n]]])('needs somebody to give to: %s', (weights) => {
    expect(() => allocate(money(1n, 'EUR'), weights)).toThrow();
  });
});
