import { InvalidInputError } from '../errors.ts';

/**
 * Digits after the point in a currency's smallest unit, from ISO 4217 as Unicode's data in Node hold it; "VES" has 2, "CLP" 0, "KWD" 3.
 * @throws InvalidInputError for what is not one of the codes that ISO 4217 lists
 */
export function currencyExponent(currency: string): number {
  const known = exponents.get(currency);
  if (known !== undefined) return known;
  if (!codes.has(currency))
    throw new InvalidInputError(`"${currency}" is not a currency code of ISO 4217, such as EUR or VES.`, [
      { path: 'currency', message: 'not a currency' },
    ]);
  const exponent = isoExponents[currency] ?? 2;
  exponents.set(currency, exponent);
  return exponent;
}

export function isCurrency(currency: string): boolean {
  return codes.has(currency);
}

const exponents = new Map<string, number>();
const codes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** ISO 4217's minor units where they are not 2. (What CLDR shows differs: it drops decimals that are out of use.) */
const isoExponents: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
};
