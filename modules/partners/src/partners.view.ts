import type { z } from 'zod';
import type { NetworkHealth } from './health/network-health.ts';
import type { PartnerListRow } from './partners.repository.ts';
import type {
  BankDetailsView,
  HealthView,
  PartnerKindView,
  PartnerListItem,
  PartnerView,
  StandingView,
} from './partners.schemas.ts';
import type { PartnerDetails } from './partners.service.ts';
import type { BankDetailsRow, PartnerKindRow } from './partners.tables.ts';
import type { Standing } from './standing/standing.service.ts';

const time = (at: Date | null) => at?.toISOString() ?? null;

export function viewKind(row: PartnerKindRow): z.infer<typeof PartnerKindView> {
  return {
    kind: row.kind,
    name: { es: row.nameEs, en: row.nameEn },
    commissionFromPpm: row.commissionFromPpm,
    commissionToPpm: row.commissionToPpm,
    grantsExclusiveTerritory: row.grantsExclusiveTerritory,
    offersWhiteLabel: row.offersWhiteLabel,
    terms: row.terms.map(({ es, en }) => ({ es, en })),
    target: row.target,
  };
}

export function viewListed(row: PartnerListRow): z.infer<typeof PartnerListItem> {
  const { id, name, kind, status, country, certification, createdAt } = row;
  return { id, name, kind, status, country, certification, createdAt: createdAt.toISOString() };
}

export function viewPartner({
  partner,
  kind,
  taxId,
  statusChanges,
  unsigned,
}: PartnerDetails): z.infer<typeof PartnerView> {
  return {
    id: partner.id,
    name: partner.name,
    kind: partner.kind,
    status: partner.status,
    country: partner.country,
    createdAt: partner.createdAt.toISOString(),
    kindDetails: viewKind(kind),
    companyDomain: partner.companyDomain,
    referralCode: partner.referralCode,
    taxId,
    applicationId: partner.applicationId,
    unsignedAgreements: unsigned,
    statusChanges: statusChanges.map(({ status, since, reason }) => ({ status, since: since.toISOString(), reason })),
    version: partner.version,
  };
}

export function viewStanding(standing: Standing): z.infer<typeof StandingView> {
  return {
    certification: standing.certification,
    certifications: standing.certifications.map(({ level, from, until, source }) => ({
      level,
      from: from.toISOString(),
      until: time(until),
      source,
    })),
    tiers: standing.tiers.map(({ month, tier, sales }) => ({ month, tier, sales })),
    awards: standing.awards.map(({ id, award, givenOn, reason }) => ({ id, award, givenOn, reason })),
    contractPlans: standing.contractPlans.map(({ planVersionId, from, until, reason }) => ({
      planVersionId,
      from: from.toISOString(),
      until: time(until),
      reason,
    })),
  };
}

/** Never the account itself: it leaves the house in payout files only. */
export function viewBankDetails(row: BankDetailsRow): z.infer<typeof BankDetailsView> {
  return {
    id: row.id,
    method: row.method,
    mask: row.mask,
    currency: row.currency,
    usableFrom: row.usableFrom.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    replacedAt: time(row.replacedAt),
  };
}

export function viewHealth(health: NetworkHealth & { from: Date; until: Date }): z.infer<typeof HealthView> {
  const { concentration } = health;
  return {
    from: health.from.toISOString(),
    until: health.until.toISOString(),
    currency: health.currency,
    totalMinor: health.totalMinor.toString(),
    concentration: {
      topPartners: concentration.topPartners,
      topSharePpm: concentration.topSharePpm,
      partnersForShare: concentration.partnersForShare,
      isConcentrated: concentration.isConcentrated,
      rows: concentration.rows.map((row) => ({
        partnerId: row.partnerId,
        name: row.name,
        netMinor: row.netMinor.toString(),
        sales: row.sales,
        lastSaleAt: time(row.lastSaleAt),
        sharePpm: row.sharePpm,
        cumulativePpm: row.cumulativePpm,
      })),
    },
    dependency: health.dependency.map((row) => ({
      kind: row.kind,
      partnerId: row.partnerId,
      name: row.name,
      customerId: row.kind === 'customer' ? row.customerId : null,
      customerName: row.kind === 'customer' ? row.customerName : null,
      netMinor: row.netMinor.toString(),
      sharePpm: row.sharePpm,
    })),
    inactive: health.inactive.map((row) => ({
      partnerId: row.partnerId,
      name: row.name,
      lastSaleAt: time(row.lastSaleAt),
      activeSince: row.activeSince.toISOString(),
      days: row.days,
    })),
  };
}
