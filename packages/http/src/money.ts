import { isCurrency, type Money, maxMinor } from '@nexus/kernel';
import { z } from 'zod';

/**
 * Money in JSON: whole smallest units as text, because a number of JSON is a double and loses cents above 2^53. `{ "minor": "12345", "currency": "EUR" }` is
 * 123.45 EUR; one text per amount, so no leading zeros, no plus, no minus zero.
 */
export const moneySchema = z.object({
  minor: z
    .string()
    .regex(/^(0|-?[1-9]\d{0,18})$/, 'whole smallest units of the currency as text, such as "12345" for 123.45 EUR')
    .refine(fitsColumn, 'larger than this programme can keep')
    .describe('Whole smallest units of the currency as text: "12345" is 123.45 EUR'),
  currency: z
    .string()
    .length(3)
    .refine(isCurrency, 'a currency code of ISO 4217, such as EUR or VES')
    .describe('ISO 4217'),
});

/** For what a person asks to be charged, paid or refunded: above zero. */
export const positiveMoneySchema = moneySchema.refine(({ minor }) => !/^(0|-)/.test(minor), {
  path: ['minor'],
  message: 'an amount above zero',
});

export type MoneyView = z.infer<typeof moneySchema>;

export function viewMoney({ minor, currency }: Money): MoneyView {
  return { minor: minor.toString(), currency };
}

/** The inverse of `viewMoney`, of a value that `moneySchema` let through. */
export function readMoney({ minor, currency }: MoneyView): Money {
  return { minor: BigInt(minor), currency };
}

function fitsColumn(text: string): boolean {
  // Also runs on text that the pattern above refused.
  if (!/^-?\d{1,19}$/.test(text)) return true;
  const minor = BigInt(text);
  return minor <= maxMinor && minor >= -maxMinor;
}
