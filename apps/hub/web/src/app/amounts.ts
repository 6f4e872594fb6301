import { currencyExponent, decimalOf } from '@nexus/kernel';
import type { Locale } from '@nexus/ui';

export type Amount = { minor: string; currency: string };

/** "1.234,50 EUR"; negative in brackets. Exact: the text of the cents is never made a number. */
export function formatAmount({ minor, currency }: Amount, locale: Locale): string {
  const units = BigInt(minor);
  const [whole, decimals] = decimalOf({ minor: units < 0n ? -units : units, currency }).split('.');
  const grouped = new Intl.NumberFormat(locale, { useGrouping: 'always' }).format(BigInt(whole!));
  const text = `${grouped}${decimals ? `${locale === 'es' ? ',' : '.'}${decimals}` : ''} ${currency}`;
  return units < 0n ? `(${text})` : text;
}

/** What somebody typed as an amount, in smallest units; null when it is none. A comma and a point both begin the decimals. */
export function readAmount(typed: string, currency: string): Amount | null {
  const exponent = currencyExponent(currency);
  const match = /^(\d{1,13})(?:[.,](\d+))?$/.exec(typed.trim().replace(/\s/g, ''));
  const decimals = match?.[2] ?? '';
  if (match === null || decimals.length > exponent) return null;
  return { minor: BigInt(match[1]! + decimals.padEnd(exponent, '0')).toString(), currency };
}
