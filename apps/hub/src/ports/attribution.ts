import type { Attribution, AttributionPort } from '@nexus/commissions';
import type { Tx } from '@nexus/db';
import { ConflictError } from '@nexus/kernel';
import type { PartnerFacts } from '@nexus/partners';

/** The seller is not allowed to earn; the sale waits until that is settled, and nothing is lost. */
export class SellerMayNotEarnError extends ConflictError {
  override readonly code = 'commissions.seller_may_not_earn';
}

export class SelfReferralError extends ConflictError {
  override readonly code = 'commissions.self_referral';
  constructor() {
    super('A partner earns nothing on what it buys itself.');
  }
}

const whyNot = {
  not_active: 'The partner was not active at the time of the sale.',
  agreement_unsigned: 'The partner has not signed an agreement that was due at the time of the sale.',
} as const;

type Facts = Pick<PartnerFacts, 'attributionOf' | 'mayEarn' | 'namesOf'>;

/** Who earns on a sale, from what is known of partners as of it. */
export function attributionFrom(partners: Facts): AttributionPort {
  async function attributionFor(
    tx: Tx,
    { partnerId, customerId, at }: { partnerId: string; customerId: string; at: Date },
  ): Promise<Attribution> {
    if (partnerId === customerId) throw new SelfReferralError();
    const may = await partners.mayEarn(tx, partnerId, at);
    if (!may.may) throw new SellerMayNotEarnError(whyNot[may.reason]);
    const { kind, certification, sponsors, contractPlanVersionId } = await partners.attributionOf(tx, partnerId, at);
    const line: { partnerId: string; isActive: boolean }[] = [];
    for (const sponsor of sponsors)
      line.push({ partnerId: sponsor, isActive: (await partners.mayEarn(tx, sponsor, at)).may });
    const isOutsideCustomer = !(await partners.namesOf(tx, [customerId])).has(customerId);
    return { kind, certification, sponsors: line, contractPlanVersionId, isOutsideCustomer };
  }

  return {
    async attributionsOf(tx, requests) {
      const known = new Map<string, Attribution>();
      const found: Attribution[] = [];
      for (const request of requests) {
        const key = `${request.partnerId} ${request.customerId} ${request.at.getTime()}`;
        const attribution = known.get(key) ?? (await attributionFor(tx, request));
        known.set(key, attribution);
        found.push(attribution);
      }
      return found;
    },
  };
}
