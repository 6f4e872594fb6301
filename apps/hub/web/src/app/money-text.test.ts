import { expect, it } from 'vitest';
import { moneyText, percentText, readAmount, readPercent } from './money-text.ts';

it('shows amounts exactly, with the decimals of their currency', () => {
  expect(moneyText({ minor: '123456789', currency: 'EUR' }, 'es')).toBe('1.234.567,89 EUR');
  expect(moneyText({ minor: '1500', currency: 'CLP' }, 'es')).toBe('1.500 CLP');
  expect(moneyText({ minor: '9007199254740993', currency: 'EUR' }, 'en')).toBe('90,071,992,547,409.93 EUR');
});

it('reads amounts with comma or point, and none that the currency cannot hold', () => {
  expect(readAmount('1234,5', 'EUR')).toEqual({ minor: '123450', currency: 'EUR' });
  for (const typed of ['', '0', '-5', '1.234,50', '1,234', 'x']) expect(readAmount(typed, 'EUR'), typed).toBeNull();
  expect(readAmount('5.5', 'CLP')).toBeNull();
});

it('reads and shows percentages', () => {
  expect([readPercent('12,5'), readPercent('100'), readPercent('0.0001')]).toEqual([125_000, 1_000_000, 1]);
  for (const typed of ['', '-1', '100.1', '1e2']) expect(readPercent(typed), typed).toBeNull();
  expect(percentText(125_000, 'es')).toBe('12,5 %');
});
