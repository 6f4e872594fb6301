import { InvalidInputError } from '../errors.ts';
import { currencyExponent } from './currency.ts';

/** An amount in a currency's smallest unit: 12.34 EUR is `{ minor: 1234n, currency: 'EUR' }`. May be negative. */
export type Money = { readonly minor: bigint; readonly currency: string };

/** What fits PostgreSQL's `bigint`; sums in between may be larger. */
export const maxMinor = 9_223_372_036_854_775_807n;

/** @throws InvalidInputError for an unknown currency or an amount that no column holds */
export function money(minor: bigint, currency: string): Money {
  currencyExponent(currency);
  if (minor > maxMinor || minor < -maxMinor)
    throw new InvalidInputError('The amount is larger than this programme can keep.');
  return { minor, currency };
}

export function zero(currency: string): Money {
  return money(0n, currency);
}

/** @throws MixedCurrenciesError */
export function addMoney(a: Money, b: Money): Money {
  ensureSameCurrency(a, b);
  return money(a.minor + b.minor, a.currency);
}

/** @throws MixedCurrenciesError */
export function subtractMoney(a: Money, b: Money): Money {
  ensureSameCurrency(a, b);
  return money(a.minor - b.minor, a.currency);
}

export function negateMoney(amount: Money): Money {
  return { minor: -amount.minor, currency: amount.currency };
}

/** Adds up; an empty list needs `currency` to be something of. @throws MixedCurrenciesError */
export function sumMoney(amounts: readonly Money[], currency: string): Money {
  return amounts.reduce(addMoney, zero(currency));
}

export class MixedCurrenciesError extends InvalidInputError {
  override readonly code = 'money.mixed_currencies';
  override readonly title = 'Amounts in different currencies';
}

export function ensureSameCurrency(a: Money, b: Money): void {
  if (a.currency !== b.currency)
    throw new MixedCurrenciesError(`${a.currency} and ${b.currency} cannot be added; convert one at a recorded rate.`);
}

/**
 * Reads a decimal amount as people and files write it, with a point: "1234.50". Exact: no more decimals than the currency has, no exponent, no
 * separators of thousands.
 * @throws InvalidInputError that says how many decimals the currency has
 */
export function parseMoney(text: string, currency: string): Money {
  const exponent = currencyExponent(currency);
  const match = /^(-?)(\d{1,19})(?:\.(\d+))?$/.exec(text);
  if (match === null)
    throw new InvalidInputError('Write the amount as digits with a point, such as 1234.50.', [
      { path: 'amount', message: 'not an amount' },
    ]);
  const [, sign, whole, decimals = ''] = match;
  if (decimals.length > exponent)
    throw new InvalidInputError(`${currency} has ${exponent} decimals, and "${text}" has ${decimals.length}.`, [
      { path: 'amount', message: 'too many decimals' },
    ]);
  const minor = BigInt(`${whole}${decimals.padEnd(exponent, '0')}`);
  return money(sign === '-' ? -minor : minor, currency);
}

/** The inverse of `parseMoney`: "1234.50". For files and programs; people get their language's form. */
export function decimalOf({ minor, currency }: Money): string {
  const exponent = currencyExponent(currency);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(exponent + 1, '0');
  const sign = minor < 0n ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}
