import type { Tx } from '@nexus/db';
import { hasOverdue } from './agreements/agreements.repository.ts';
import type { BankAccount } from './bank/bank-account.ts';
import { bankDetailsAt } from './bank/bank-details.repository.ts';
import { PartnerNotFoundError } from './partners.errors.ts';
import * as partners from './partners.repository.ts';
import type { CertificationLevel, PartnersTables } from './partners.tables.ts';
import type { SealedFields } from './sealed-fields.ts';
import { type Brought, listBrought, sponsorsAt } from './sponsorships/sponsorships.repository.ts';
import { placePath, type Whereabouts } from './territories/place-path.ts';
import * as territories from './territories/territories.repository.ts';

/** What a sale is attributed by: as of the sale, but for the kind, which is the present one. */
export type Attribution = {
  kind: string;
  certification: CertificationLevel | null;
  /** Nearest first, at most three: nothing is paid beyond. */
  sponsors: string[];
  /** The plan that a contract of the partner names; null is the programme's own. */
  contractPlanVersionId: string | null;
  territory: { territoryId: string; path: string; isExclusive: boolean } | null;
};

export type MayEarn = { may: true } | { may: false; reason: 'not_active' | 'agreement_unsigned' };

export type PayoutBankDetails =
  | { state: 'usable'; bankDetailsId: string; currency: string; account: BankAccount; mask: string }
  /** Changed lately: payouts of the partner stand still until then. */
  | { state: 'cooling'; usableFrom: Date; mask: string }
  | { state: 'none' };

export type TerritoryCheck = { isFree: true } | { isFree: false; reason: 'exclusive_elsewhere' };

const levelsPaid = 3;

/**
 * What other modules ask of a partner, each inside their own transaction. Sponsors and exclusivity answer everybody the same; the rest is read with the
 * rights of the transaction, so use it as a worker or for people who may see the partner.
 */
export function createPartnerFacts(sealed: SealedFields) {
  const own = (tx: Tx) => tx as Tx<PartnersTables>;

  /** @throws PartnerNotFoundError */
  async function attributionOf(tx: Tx, partnerId: string, at: Date): Promise<Attribution> {
    const partner = await partners.findPartner(own(tx), partnerId);
    if (!partner) throw new PartnerNotFoundError();
    return {
      kind: partner.kind,
      certification: await partners.certificationAt(own(tx), partnerId, at),
      sponsors: await sponsorsAt(own(tx), partnerId, at, levelsPaid),
      contractPlanVersionId: await partners.contractPlanAt(own(tx), partnerId, at),
      territory: await territories.territoryAt(own(tx), partnerId, at),
    };
  }

  /** Active at that moment, and no agreement past its day unsigned. */
  async function mayEarn(tx: Tx, partnerId: string, at: Date): Promise<MayEarn> {
    if ((await partners.statusAt(own(tx), partnerId, at)) !== 'active') return { may: false, reason: 'not_active' };
    if (await hasOverdue(own(tx), partnerId, at)) return { may: false, reason: 'agreement_unsigned' };
    return { may: true };
  }

  async function bankDetailsForPayout(tx: Tx, partnerId: string, at: Date): Promise<PayoutBankDetails> {
    const row = await bankDetailsAt(own(tx), partnerId, at);
    if (row === null) return { state: 'none' };
    const { id, usableFrom, mask, currency, details } = row;
    if (usableFrom > at) return { state: 'cooling', usableFrom, mask };
    return { state: 'usable', bankDetailsId: id, currency, account: sealed.bankDetails.open(id, details), mask };
  }

  /** Whether a partner may sell to a customer in a place. Says that somebody else holds it alone, and not who. */
  async function checkTerritory(
    tx: Tx,
    partnerId: string | null,
    place: Whereabouts & { segment?: string | null | undefined; productLine: string },
    at: Date,
  ): Promise<TerritoryCheck> {
    const where = { path: placePath(place), segment: place.segment ?? '', productLine: place.productLine };
    const holder = await territories.exclusiveHolder(own(tx), where, at);
    if (holder === null || holder === partnerId) return { isFree: true };
    if (partnerId !== null && (await territories.isLetIn(own(tx), partnerId, where, at))) return { isFree: true };
    return { isFree: false, reason: 'exclusive_elsewhere' };
  }

  /** What is compared to find a partner that registers itself as its customer. */
  async function identityOf(
    tx: Tx,
    partnerId: string,
  ): Promise<{ taxIdFingerprint: Buffer | null; companyDomain: string | null } | null> {
    const partner = await partners.findPartner(own(tx), partnerId);
    return partner && { taxIdFingerprint: partner.taxIdFingerprint, companyDomain: partner.companyDomain };
  }

  async function namesOf(tx: Tx, partnerIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return await partners.namesOf(own(tx), partnerIds);
  }

  /** Active partners with whoever brought them in, as of a moment. */
  async function broughtAt(tx: Tx, at: Date): Promise<Brought[]> {
    return await listBrought(own(tx), at);
  }

  return {
    attributionOf,
    broughtAt,
    mayEarn,
    bankDetailsForPayout,
    checkTerritory,
    identityOf,
    namesOf,
    taxIdFingerprint: sealed.taxIdFingerprint,
  };
}

export type PartnerFacts = ReturnType<typeof createPartnerFacts>;
