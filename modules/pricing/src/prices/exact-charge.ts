import { InvalidInputError, type Money, mulRatio, type Ratio, wholePpm } from '@nexus/kernel';
import type { Scheme } from './units.ts';

/** `price` in smallest units for every `perUnits` of the component, from the unit after `fromQuantity`; `flat` once, when the tier is reached. */
export type Tier = { fromQuantity: bigint; priceMinor: bigint; flatMinor: bigint };

export type PricedComponent = {
  scheme: Scheme;
  /** Units of each period that cost nothing. */
  included: bigint;
  /** Prices are for so many units: EUR 1 for 1,000 queries is 100 for 1000, and no price needs fractions of a cent. */
  perUnits: bigint;
  /** By `fromQuantity`, the first from 0. */
  tiers: readonly Tier[];
};

/**
 * What `quantity` units cost, as a fraction of smallest units: nothing is rounded here, so that a line with several tiers, a discount and twelve months is
 * rounded once, when it is written. O(tiers).
 */
export function exactCharge(component: PricedComponent, quantity: bigint): Ratio {
  if (quantity < 0n) throw new InvalidInputError('A quantity is a whole number from 0.');
  const charged = quantity > component.included ? quantity - component.included : 0n;
  const numerator =
    component.scheme === 'graduated'
      ? graduated(component, charged)
      : atOnePrice(component, charged, tierReached(component.tiers, charged));
  return { numerator, denominator: component.perUnits };
}

/** The amount of a line: charge × periods, less the discount, rounded once to the currency's smallest unit. */
export function lineAmount(charge: Ratio, currency: string, { periods = 1, discountPpm = 0 } = {}): Money {
  const one: Money = { minor: 1n, currency };
  return mulRatio(one, {
    numerator: charge.numerator * BigInt(periods) * BigInt(wholePpm - discountPpm),
    denominator: charge.denominator * BigInt(wholePpm),
  });
}

function graduated({ tiers, perUnits }: PricedComponent, charged: bigint): bigint {
  return tiers.reduce((sum, tier, index) => {
    if (charged <= tier.fromQuantity) return sum;
    const next = tiers[index + 1]?.fromQuantity ?? charged;
    const within = (charged < next ? charged : next) - tier.fromQuantity;
    return sum + within * tier.priceMinor + tier.flatMinor * perUnits;
  }, 0n);
}

function atOnePrice({ perUnits }: PricedComponent, charged: bigint, tier: Tier | null): bigint {
  return tier === null ? 0n : charged * tier.priceMinor + tier.flatMinor * perUnits;
}

function tierReached(tiers: readonly Tier[], charged: bigint): Tier | null {
  return tiers.findLast((tier) => charged > tier.fromQuantity) ?? null;
}
