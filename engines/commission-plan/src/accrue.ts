import { allocate, InvalidInputError, type Money, mulRate, wholePpm } from '@nexus/kernel';
import { capLines } from './cap.ts';
import type { AccruedLine, LineKind, LineReason } from './lines.ts';
import type { Plan } from './plan.ts';
import { rateIn, tierFor } from './rates.ts';

export type Seller = { partnerId: string; kind: string; certification: string | null };

/** Who stands above the seller, as of the sale, the nearest first. */
export type Sponsor = { partnerId: string; isActive: boolean };

export type Royalty = { assetId: string; holders: readonly { partnerId: string; sharePpm: number }[] };

/** On what terms the sale is shared; a commission by kind and tier when nothing else was agreed. */
export type SaleTerms =
  | { type: 'commission' }
  /** The parties in the order of the plan's shares; null is the network itself. */
  | { type: 'joint_product'; directCostsMinor: bigint; parties: readonly (string | null)[] }
  | { type: 'marketplace'; listingClass: string }
  | { type: 'white_label'; sharePpm: number };

export type SaleLine = {
  /** Net of tax and discounts, above zero. */
  net: Money;
  seller: Seller;
  /** Sales of the seller that count in this month so far, this one included if it counts. */
  count: number;
  sponsors: readonly Sponsor[];
  /** False for a sale to the network's own people: nobody earns an override on it. */
  isOutsideCustomer: boolean;
  royalty: Royalty | null;
  terms: SaleTerms;
};

/**
 * Everything that one sale line pays at once, under `plan`: the seller's part, the sponsors' overrides, the royalty, held under the cap. Decisions for
 * nothing are lines too. Pure: the same input gives the same lines.
 * @throws InvalidInputError for an amount that is not above zero, a chain of sponsors that meets itself, or terms that the plan does not have
 */
export function accrueSaleLine(plan: Plan, sale: SaleLine): AccruedLine[] {
  if (sale.net.minor <= 0n) throw new InvalidInputError('A sale line has a net amount above zero.');
  const terms = termsOf(plan, sale.terms);
  const lines = [
    ...sellersPart(plan, sale),
    ...(terms.paysOverrides ? overrides(plan, sale) : []),
    ...(terms.paysRoyalty ? royalties(plan, sale) : []),
  ];
  return capLines(plan, sale.net, lines);
}

function termsOf(plan: Plan, terms: SaleTerms): { paysOverrides: boolean; paysRoyalty: boolean } {
  switch (terms.type) {
    case 'commission':
      return { paysOverrides: true, paysRoyalty: true };
    case 'joint_product':
      return plan.jointProduct;
    case 'marketplace':
      return plan.marketplace;
    case 'white_label':
      return plan.whiteLabel;
  }
}

function sellersPart(plan: Plan, sale: SaleLine): AccruedLine[] {
  switch (sale.terms.type) {
    case 'commission':
      return [direct(plan, sale)];
    case 'joint_product':
      return jointProduct(plan, sale, sale.terms);
    case 'marketplace':
      return [marketplace(plan, sale, sale.terms.listingClass)];
    case 'white_label':
      return [whiteLabel(plan, sale, sale.terms.sharePpm)];
  }
}

function direct(plan: Plan, { net, seller, count }: SaleLine): AccruedLine {
  const tier = tierFor(plan, seller.kind, count);
  const place = { beneficiaryId: seller.partnerId, kind: 'direct' as const, level: 0 };
  if (tier === null) return nothing({ ...place, rule: `direct.${seller.kind}` }, net, 0, 'no_rule_for_kind');
  const ratePpm = rateIn(plan, seller.kind, tier, seller.certification);
  return atRate(plan, { ...place, rule: `direct.${seller.kind}.${tier.name}` }, net, ratePpm);
}

function overrides(plan: Plan, sale: SaleLine): AccruedLine[] {
  const chain = [sale.seller.partnerId, ...sale.sponsors.map(({ partnerId }) => partnerId)];
  if (new Set(chain).size !== chain.length)
    throw new InvalidInputError('A partner stands above itself in the chain of sponsors.');
  return plan.overrides.flatMap(({ level, ratePpm }) => {
    const sponsor = sale.sponsors[level - 1];
    if (sponsor === undefined) return [];
    const place = {
      beneficiaryId: sponsor.partnerId,
      kind: 'override' as const,
      level,
      rule: `override.${level}`,
    };
    if (!sale.isOutsideCustomer) return [nothing(place, sale.net, ratePpm, 'not_an_outside_customer')];
    if (!sponsor.isActive) return [nothing(place, sale.net, ratePpm, 'sponsor_inactive')];
    return [atRate(plan, place, sale.net, ratePpm)];
  });
}

/** The royalty is rounded once and then divided; what holders' shares leave over stays with the network. */
function royalties(plan: Plan, { net, royalty }: SaleLine): AccruedLine[] {
  if (royalty === null || royalty.holders.length === 0) return [];
  const shares = royalty.holders.map(({ sharePpm }) => sharePpm);
  const left = wholePpm - shares.reduce((a, b) => a + b, 0);
  if (left < 0) throw new InvalidInputError('The shares of an asset together are at most the whole.');
  const total = mulRate(net, plan.royalty.ratePpm, plan.rounding);
  const parts = allocate(total, [...shares, left].map(BigInt));
  return royalty.holders.map(({ partnerId, sharePpm }, index) => ({
    beneficiaryId: partnerId,
    kind: 'royalty',
    level: index + 1,
    rule: `royalty.${royalty.assetId}`,
    baseMinor: net.minor,
    ratePpm: plan.royalty.ratePpm,
    sharePpm,
    ...amount(parts[index]!.minor),
  }));
}

function jointProduct(
  plan: Plan,
  { net }: SaleLine,
  { directCostsMinor, parties }: Extract<SaleTerms, { type: 'joint_product' }>,
): AccruedLine[] {
  const shares = plan.jointProduct.sharesPpm;
  if (parties.length !== shares.length)
    throw new InvalidInputError(`A joint product has ${shares.length} parties under this plan.`);
  if (directCostsMinor < 0n || directCostsMinor > net.minor)
    throw new InvalidInputError('Direct costs are between nothing and the net amount.');
  const base = { minor: net.minor - directCostsMinor, currency: net.currency };
  const parts = allocate(base, shares.map(BigInt));
  return parties.flatMap((party, index) =>
    party === null
      ? []
      : [
          {
            beneficiaryId: party,
            kind: 'revenue_share' as const,
            level: index + 1,
            rule: 'joint_product',
            baseMinor: base.minor,
            ratePpm: wholePpm,
            sharePpm: shares[index]!,
            ...amount(parts[index]!.minor),
          },
        ],
  );
}

/** The network takes the fee of the listing's class; of what is left the seller gets its part, the network the other. */
function marketplace(plan: Plan, { net, seller }: SaleLine, listingClass: string): AccruedLine {
  const feePpm = plan.marketplace.feePpm[listingClass];
  if (feePpm === undefined) throw new InvalidInputError(`The plan has no listing class "${listingClass}".`);
  const base = net.minor - mulRate(net, feePpm, plan.rounding).minor;
  const { sellerPpm } = plan.marketplace;
  const parts = allocate({ minor: base, currency: net.currency }, [BigInt(sellerPpm), BigInt(wholePpm - sellerPpm)]);
  return {
    beneficiaryId: seller.partnerId,
    kind: 'revenue_share',
    level: 1,
    rule: `marketplace.${listingClass}`,
    baseMinor: base,
    ratePpm: wholePpm,
    sharePpm: sellerPpm,
    ...amount(parts[0]!.minor),
  };
}

function whiteLabel(plan: Plan, { net, seller }: SaleLine, sharePpm: number): AccruedLine {
  const { lowestPpm, highestPpm } = plan.whiteLabel;
  if (sharePpm < lowestPpm || sharePpm > highestPpm)
    throw new InvalidInputError(`A white label's share is between ${lowestPpm} and ${highestPpm} parts per million.`);
  const place = {
    beneficiaryId: seller.partnerId,
    kind: 'revenue_share' as const,
    level: 1,
    rule: 'white_label',
  };
  return atRate(plan, place, net, sharePpm);
}

type Place = { beneficiaryId: string; kind: LineKind; level: number; rule: string };

function atRate(plan: Plan, place: Place, net: Money, ratePpm: number): AccruedLine {
  const { minor } = mulRate(net, ratePpm, plan.rounding);
  return { ...place, baseMinor: net.minor, ratePpm, sharePpm: null, ...amount(minor) };
}

function nothing(place: Place, net: Money, ratePpm: number, reason: LineReason): AccruedLine {
  return { ...place, baseMinor: net.minor, ratePpm, sharePpm: null, amountMinor: 0n, reason };
}

function amount(minor: bigint): Pick<AccruedLine, 'amountMinor' | 'reason'> {
  return { amountMinor: minor, reason: minor === 0n ? 'rounds_to_zero' : null };
}
