import { expect, test } from 'vitest';
import { formatAmount, readAmount } from './amounts.ts';

test('amounts are written exactly, negative ones in brackets', () => {
  expect(formatAmount({ minor: '123456789012345678', currency: 'EUR' }, 'es')).toBe('1.234.567.890.123.456,78 EUR');
  expect(formatAmount({ minor: '-1050', currency: 'USD' }, 'en')).toBe('(10.50 USD)');
  expect(formatAmount({ minor: '1500', currency: 'JPY' }, 'es')).toBe('1.500 JPY');
});

test('amounts are read with a comma or a point, and nothing is guessed', () => {
  expect(readAmount('1234,5', 'EUR')).toEqual({ minor: '123450', currency: 'EUR' });
  expect(readAmount(' 12 000.25 ', 'EUR')).toEqual({ minor: '1200025', currency: 'EUR' });
  for (const typed of ['', 'abc', '-5', '1.234,50', '1,234']) expect(readAmount(typed, 'EUR')).toBeNull();
  expect(readAmount('5,5', 'JPY')).toBeNull();
});
