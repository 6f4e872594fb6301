import { InvalidInputError } from '../errors.ts';
import { type Money, money } from './money.ts';

/** One hundred per cent in parts per million, the unit of every rate: 15 % is 150,000. */
export const wholePpm = 1_000_000;

/** How a half of a smallest unit is decided. Half-even favours nobody over many lines; half-up is what invoices of some countries ask for. */
export type Rounding = 'half-even' | 'half-up';

/**
 * `amount × ppm / 1,000,000`, rounded once to the currency's smallest unit. Negative amounts mirror positive ones.
 * @param ppm a whole number from 0; above 1,000,000 is more than the whole
 */
export function mulRate(amount: Money, ppm: number, rounding: Rounding = 'half-even'): Money {
  if (!Number.isSafeInteger(ppm) || ppm < 0)
    throw new InvalidInputError('A rate is a whole number of parts per million.');
  return mulRatio(amount, { numerator: BigInt(ppm), denominator: BigInt(wholePpm) }, rounding);
}

/** A proportion as two whole numbers, the denominator positive: exchange rates, shares of a refund. */
export type Ratio = { readonly numerator: bigint; readonly denominator: bigint };

/** `amount × ratio`, rounded once; `currency` is that of the result where the ratio is an exchange rate between smallest units. */
export function mulRatio(
  amount: Money,
  { numerator, denominator }: Ratio,
  rounding: Rounding = 'half-even',
  currency: string = amount.currency,
): Money {
  if (denominator <= 0n) throw new InvalidInputError('A ratio needs a denominator above zero.');
  return money(divideRounded(amount.minor * numerator, denominator, rounding), currency);
}

/**
 * Splits `total` by `weights` without losing or inventing a unit: each part gets its whole units, and the units left over go one by one to the
 * largest remainders (Hamilton's method), earlier weights first among equals. The parts always sum to `total`.
 * @param weights whole numbers from 0, at least one above 0
 */
export function allocate(total: Money, weights: readonly bigint[]): Money[] {
  const sum = weights.reduce((a, b) => a + b, 0n);
  if (sum <= 0n || weights.some((weight) => weight < 0n))
    throw new InvalidInputError('Shares are whole numbers from 0, and at least one is above it.');
  const sign = total.minor < 0n ? -1n : 1n;
  const units = total.minor * sign;
  const parts = weights.map((weight, index) => {
    const product = units * weight;
    return { index, whole: product / sum, remainder: product % sum };
  });
  let left = units - parts.reduce((a, { whole }) => a + whole, 0n);
  for (const part of [...parts].sort((a, b) => compare(b.remainder, a.remainder) || a.index - b.index)) {
    if (left === 0n) break;
    part.whole += 1n;
    left -= 1n;
  }
  return parts.map(({ whole }) => ({ minor: whole * sign, currency: total.currency }));
}

function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  const sign = numerator < 0n ? -1n : 1n;
  const absolute = numerator * sign;
  const quotient = absolute / denominator;
  const twice = (absolute % denominator) * 2n;
  const isUp = twice > denominator || (twice === denominator && (rounding === 'half-up' || quotient % 2n === 1n));
  return sign * (isUp ? quotient + 1n : quotient);
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
