import { decimalOf, parseMoney } from '@nexus/kernel/money';

/** An amount as the API carries it: whole smallest units as text. */
export type Amount = { minor: string; currency: string };

/** "1.234,50 EUR" in the reader's language. Exact: the formatter takes the decimal as text. */
export function moneyText({ minor, currency }: Amount, language: string): string {
  const decimal = decimalOf({ minor: BigInt(minor), currency });
  const digits = decimal.split('.')[1]?.length ?? 0;
  const format = new Intl.NumberFormat(language, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: 'always' as never,
  });
  return `${format.format(decimal as unknown as number)} ${currency}`;
}

/** "1234.50" for a field that somebody edits. */
export function plainAmount({ minor, currency }: Amount): string {
  return decimalOf({ minor: BigInt(minor), currency });
}

/** What somebody typed, with a comma or a point before the decimals; null when it is no amount of this currency above zero. */
export function readAmount(typed: string, currency: string): Amount | null {
  try {
    const { minor } = parseMoney(typed.trim().replace(',', '.'), currency);
    return minor > 0n ? { minor: minor.toString(), currency } : null;
  } catch {
    return null;
  }
}

/** 125000 as "12,5 %". */
export function percentText(ppm: number, language: string): string {
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 4 }).format(ppm / 10_000)} %`;
}

/** "12,5" as 125000; null when it is no percentage from 0 to 100. */
export function readPercent(typed: string): number | null {
  if (!/^\d{1,3}([.,]\d{1,4})?$/.test(typed.trim())) return null;
  const [whole = '0', part = ''] = typed.trim().replace(',', '.').split('.');
  const ppm = Number(`${whole}${part.padEnd(4, '0')}`);
  return ppm <= 1_000_000 ? ppm : null;
}

/** A day of the API, which has no zone, as the reader writes it. */
export function dayText(day: string, language: string): string {
  return new Date(`${day}T00:00:00Z`).toLocaleDateString(language, { dateStyle: 'medium', timeZone: 'UTC' });
}
