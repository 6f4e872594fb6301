import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { moneySchema, positiveMoneySchema, readMoney, viewMoney } from './money.ts';

describe('money in JSON', () => {
  test('what is written is read again, whatever its size', () => {
    const minors = fc.bigInt({ min: -(2n ** 63n) + 1n, max: 2n ** 63n - 1n });
    fc.assert(
      fc.property(minors, fc.constantFrom('EUR', 'CLP', 'KWD'), (minor, currency) => {
        const json: unknown = JSON.parse(JSON.stringify(viewMoney({ minor, currency })));
        expect(readMoney(moneySchema.parse(json))).toEqual({ minor, currency });
      }),
    );
  });

  test.each([
    [{ minor: 12345, currency: 'EUR' }],
    [{ minor: '123.45', currency: 'EUR' }],
    [{ minor: '1e5', currency: 'EUR' }],
    [{ minor: '007', currency: 'EUR' }],
    [{ minor: '-0', currency: 'EUR' }],
    [{ minor: '+1', currency: 'EUR' }],
    [{ minor: '', currency: 'EUR' }],
    [{ minor: '9223372036854775808', currency: 'EUR' }],
    [{ minor: '1', currency: 'eur' }],
    [{ minor: '1', currency: 'XYZ' }],
    [{ minor: '1' }],
  ])('%j is refused', (json) => {
    expect(moneySchema.safeParse(json).success).toBe(false);
  });

  test.each(['0', '-1'])('%s is nothing to pay', (minor) => {
    expect(positiveMoneySchema.safeParse({ minor, currency: 'EUR' }).success).toBe(false);
    expect(positiveMoneySchema.safeParse({ minor: '1', currency: 'EUR' }).success).toBe(true);
  });
});
