import { viewMoney } from '@nexus/http';
import type { z } from 'zod';
import type { DealListItem, DealView } from './deals.schemas.ts';
import type { Deal, DealDetails } from './deals.service.ts';

export function viewListedDeal(deal: Deal): z.infer<typeof DealListItem> {
  return {
    id: deal.id,
    partnerId: deal.partnerId,
    partnerName: deal.partnerName,
    productLine: deal.productLine,
    state: deal.state,
    customerName: deal.customerName,
    country: deal.country,
    value: viewMoney({ minor: deal.valueMinor, currency: deal.currency }),
    submittedAt: deal.submittedAt.toISOString(),
    reviewDueAt: deal.reviewDueAt.toISOString(),
    isOverdue: deal.isOverdue,
    protectedFrom: deal.protectedFrom?.toISOString() ?? null,
    protectedUntil: deal.protectedUntil?.toISOString() ?? null,
    opportunityId: deal.opportunityId,
  };
}

export function viewDeal({ deal, decisions, rules, openTaxId, isOffice }: DealDetails): z.infer<typeof DealView> {
  return {
    ...viewListedDeal(deal),
    domain: deal.domain,
    taxId: openTaxId,
    region: deal.region,
    postcode: deal.postcode,
    segment: deal.segment,
    contactName: deal.contactName,
    contactEmail: deal.contactEmail,
    expectedClose: deal.expectedClose,
    evidence: deal.evidence,
    extensions: deal.extensions,
    maxExtensions: rules.maxExtensions,
    customerId: isOffice ? deal.customerId : null,
    decisions: decisions.map((one) => ({
      state: one.state,
      reasonCode: one.reasonCode,
      reason: one.reason,
      ruleVersion: one.ruleVersion,
      againstDealId: isOffice ? one.againstDealId : null,
      decidedBy: one.decidedBy,
      decidedAt: one.decidedAt.toISOString(),
    })),
  };
}
