import type { SaleEvent } from '@nexus/commissions';
import { newId } from '@nexus/kernel';
import { createRandom } from '../scale/random.ts';

export type SellingPartner = {
  id: string;
  kind: string;
  certification: string | null;
  sponsors: string[];
  weight: number;
};

const kinds = [
  'affiliate',
  'affiliate',
  'affiliate',
  'reseller',
  'marketing_consultant',
  'digital_agency',
  'system_integrator',
];
const certifications = [null, null, 'bronze', 'silver', 'gold', 'platinum'];

/**
 * Partners in a deep tree: each is brought in by one of the few before it, so that chains are thousands long. A few sell much, most a little: with a hundred sales
 * each on average some reach every tier.
 */
export function growNetwork(count: number, seed = 7): SellingPartner[] {
  const random = createRandom(seed);
  const partners: SellingPartner[] = [];
  for (let index = 0; index < count; index += 1) {
    const sponsor = index === 0 ? undefined : partners[Math.max(0, index - 1 - random.below(8))];
    partners.push({
      id: newId(),
      kind: kinds[random.below(kinds.length)]!,
      certification: certifications[random.below(certifications.length)]!,
      sponsors: sponsor === undefined ? [] : [sponsor.id, ...sponsor.sponsors].slice(0, 3),
      weight: 1 / (1 + random.below(20)),
    });
  }
  return partners;
}

/** Sales of one line each over a month, in the order of payment; three in ten carry knowledge. */
export function* sellFor(partners: readonly SellingPartner[], count: number, month: string): Generator<SaleEvent> {
  const random = createRandom(11);
  const bag = partners.flatMap((partner, index) => Array.from({ length: Math.ceil(partner.weight * 20) }, () => index));
  const start = Date.parse(`${month}-01T06:00:00Z`);
  const step = (27 * 86_400_000) / count;
  for (let index = 0; index < count; index += 1) {
    const partner = partners[bag[random.below(bag.length)]!]!;
    const product = random.below(10) < 3 ? 'course' : 'licence';
    yield {
      externalId: `P-${month}-${index}`,
      partnerId: partner.id,
      customerId: newId(),
      orderRef: `O-${index}`,
      invoiceRef: `I-${index}`,
      paidAt: new Date(start + Math.floor(index * step)),
      currency: 'EUR',
      lines: [
        {
          productRef: product,
          description: 'Annual licence',
          netMinor: BigInt(5_000 + random.below(900_000)),
          taxMinor: 0n,
        },
      ],
    };
  }
}
