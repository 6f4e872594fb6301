import { decimalOf, type Money } from '@nexus/kernel';

export type PaperLanguage = 'es' | 'en';

const locales = { es: 'es-VE', en: 'en-GB' } as const;

/** "1.234.567,89 EUR": exact, because the number formatter takes the decimal as text. */
export function amountText(amount: Money, language: PaperLanguage): string {
  const decimal = decimalOf(amount);
  const digits = decimal.includes('.') ? decimal.length - decimal.indexOf('.') - 1 : 0;
  const format = new Intl.NumberFormat(locales[language], {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: true,
  });
  return `${format.format(decimal as unknown as number)} ${amount.currency}`;
}

export function quantityText(quantity: bigint, language: PaperLanguage): string {
  return new Intl.NumberFormat(locales[language], { useGrouping: true }).format(quantity);
}

export function percentText(ppm: number, language: PaperLanguage): string {
  return `${new Intl.NumberFormat(locales[language], { maximumFractionDigits: 4 }).format(ppm / 10_000)} %`;
}

/** A day without a zone: "30 nov 2026". */
export function dayText(day: string, language: PaperLanguage): string {
  const format = new Intl.DateTimeFormat(locales[language], { dateStyle: 'medium', timeZone: 'UTC' });
  return format.format(new Date(`${day}T00:00:00Z`));
}
