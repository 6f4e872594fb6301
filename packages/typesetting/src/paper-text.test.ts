import { expect, it } from 'vitest';
import { amountText, dayText, percentText, quantityText } from './paper-text.ts';

it('writes amounts exactly, also above what a double holds', () => {
  expect(amountText({ minor: 123_456_789n, currency: 'EUR' }, 'es')).toBe('1.234.567,89 EUR');
  expect(amountText({ minor: -9_007_199_254_740_993n, currency: 'EUR' }, 'en')).toBe('-90,071,992,547,409.93 EUR');
  expect(amountText({ minor: 1_500n, currency: 'CLP' }, 'es')).toBe('1.500 CLP');
  expect(amountText({ minor: 1_500n, currency: 'KWD' }, 'en')).toBe('1.500 KWD');
});

it('writes quantities, shares and days in the language of the paper', () => {
  expect(quantityText(12_345n, 'es')).toBe('12.345');
  expect(percentText(165_000, 'es')).toBe('16,5 %');
  expect(dayText('2026-11-30', 'en')).toBe('30 Nov 2026');
});
