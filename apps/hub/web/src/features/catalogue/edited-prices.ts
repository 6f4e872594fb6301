import { readAmount } from '../../app/money-text.ts';

export const units = [
  'contract',
  'user',
  'module',
  'site',
  'patient',
  'transaction',
  'analysis',
  'ai_query',
  'gb',
  'active_user',
  'hour',
  'day',
] as const;
export const charges = ['once', 'yearly', 'monthly', 'usage'] as const;

/** A price as somebody edits it. Rows of the same unit and charge are tiers of one component. */
export type EditedPrice = {
  key: number;
  unit: (typeof units)[number];
  charge: (typeof charges)[number];
  fromQuantity: string;
  price: string;
  perUnits: string;
};

let lastKey = 0;

export function emptyPrice(): EditedPrice {
  lastKey += 1;
  return { key: lastKey, unit: 'contract', charge: 'once', fromQuantity: '0', price: '', perUnits: '1' };
}

/** Components as the API takes them; tiers make a component graduated. Null while something is missing or wrong. */
export function readComponents(prices: readonly EditedPrice[], currency: string) {
  const isRead = prices.every(
    ({ price, fromQuantity, perUnits }) =>
      readAmount(price, currency) !== null && /^\d{1,15}$/.test(fromQuantity) && /^[1-9]\d{0,14}$/.test(perUnits),
  );
  if (!isRead) return null;
  const groups = Map.groupBy(prices, ({ unit, charge }) => `${unit} ${charge}`);
  return [...groups.values()].map((rows) => ({
    unit: rows[0]!.unit,
    charge: rows[0]!.charge,
    scheme: rows.length > 1 ? ('graduated' as const) : ('flat' as const),
    perUnits: rows[0]!.perUnits,
    tiers: rows
      .toSorted((a, b) => Number(a.fromQuantity) - Number(b.fromQuantity))
      .map(({ fromQuantity, price }) => ({
        fromQuantity: String(Number(fromQuantity)),
        priceMinor: readAmount(price, currency)!.minor,
      })),
  }));
}
