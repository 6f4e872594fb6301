import { viewMoney } from '@nexus/http';
import type { z } from 'zod';
import type { QuoteRow, QuoteVersionRow } from '../pricing.tables.ts';
import type { Offer } from './offers.service.ts';
import type { Order } from './orders.ts';
import type { QuoteContent, QuoteListing } from './quotes.repository.ts';
import type {
  CalculationView,
  OfferView,
  OrderView,
  QuoteListView,
  QuoteVersionView,
  QuoteView,
} from './quotes.schemas.ts';
import type { QuoteDetail } from './quotes.service.ts';

/** When somebody looks, and to which day of the business an instant belongs: the last day of a quote is not the reader's. */
export type Moment = { now: Date; dayOf(at: Date): string };

type Sums = Pick<QuoteVersionRow, 'netMinor' | 'taxMinor' | 'totalMinor' | 'discountPpm'>;

export function viewCalculation(
  sums: Sums,
  { lines, payments }: QuoteContent,
  currency: string,
): z.infer<typeof CalculationView> {
  const money = (minor: bigint) => viewMoney({ minor, currency });
  return {
    net: money(sums.netMinor),
    tax: money(sums.taxMinor),
    total: money(sums.totalMinor),
    discountPpm: sums.discountPpm,
    lines: lines.map((line) => ({
      id: line.id,
      ordinal: line.ordinal,
      item: line.item,
      kind: line.kind,
      charge: line.charge,
      productId: line.productId,
      productCode: line.productCode,
      planVersionId: line.planVersionId,
      nameEs: line.nameEs,
      nameEn: line.nameEn,
      unit: line.unit,
      quantity: line.quantity.toString(),
      periods: line.periods,
      list: money(line.listMinor),
      discountPpm: line.discountPpm,
      net: money(line.netMinor),
      taxName: line.taxName,
      taxPpm: line.taxPpm,
      tax: money(line.taxMinor),
      licence: line.licence && {
        model: line.licence.model,
        entitlements: line.licence.entitlements,
        limits: line.licence.limits,
        termMonths: line.licence.termMonths,
        metered: line.licence.metered,
      },
    })),
    payments: payments.map(({ ordinal, label, dueMonths, dueDays, amountMinor }) => ({
      ordinal,
      label,
      dueMonths,
      dueDays,
      amount: money(amountMinor),
    })),
  };
}

function viewHead(quote: QuoteRow, partnerName: string | null) {
  return {
    id: quote.id,
    number: quote.number,
    kind: quote.kind,
    state: quote.state,
    partnerId: quote.partnerId,
    partnerName,
    customer: {
      accountId: quote.customerAccountId,
      name: quote.customerName,
      country: quote.customerCountry,
      region: quote.customerRegion,
      taxExempt: quote.customerTaxExempt,
    },
    opportunityId: quote.opportunityId,
    priceListId: quote.priceListId,
    currency: quote.currency,
    language: quote.language,
    createdAt: quote.createdAt.toISOString(),
  };
}

export function viewQuote({ quote, partnerName, versions }: QuoteDetail, at: Moment): z.infer<typeof QuoteView> {
  return {
    ...viewHead(quote, partnerName),
    versions: versions.map((version) => viewVersion(version, version.content, quote.currency, at)),
  };
}

function viewVersion(
  version: QuoteVersionRow,
  content: QuoteContent,
  currency: string,
  at: Moment,
): z.infer<typeof QuoteVersionView> {
  return {
    ...viewCalculation(version, content, currency),
    number: version.number,
    state: version.state,
    isExpired: isExpired(version, at),
    revision: version.revision,
    validUntil: version.validUntil.toISOString(),
    validUntilDay: at.dayOf(version.validUntil),
    notes: version.notes,
    schedule: version.schedule,
    items: version.items,
    limitPpm: version.limitPpm,
    needsApproval: version.needsApproval,
    askReason: version.askReason,
    decision: version.decision,
    decisionReason: version.decisionReason,
    decidedAt: version.decidedAt?.toISOString() ?? null,
    sentAt: version.sentAt?.toISOString() ?? null,
    closedAt: version.closedAt?.toISOString() ?? null,
    closeReason: version.closeReason,
    acceptedName: version.acceptedName,
    acceptedPosition: version.acceptedPosition,
  };
}

export function viewListing(
  row: QuoteListing & { partnerName: string | null },
  at: Moment,
): z.infer<typeof QuoteListView> {
  return {
    ...viewHead(row, row.partnerName),
    versionNumber: row.versionNumber,
    versionState: row.versionState,
    isExpired: isExpired({ state: row.versionState, validUntil: row.validUntil }, at),
    total: viewMoney({ minor: row.totalMinor, currency: row.currency }),
    discountPpm: row.discountPpm,
    needsApproval: row.needsApproval,
    validUntil: row.validUntil.toISOString(),
    validUntilDay: at.dayOf(row.validUntil),
  };
}

/** What the customer sees: nothing of limits, approvals and people inside. */
export function viewOffer({ quote, version, content }: Offer, at: Moment): z.infer<typeof OfferView> {
  const { discountPpm: _, ...calculation } = viewCalculation(version, content, quote.currency);
  return {
    ...calculation,
    quoteNumber: quote.number,
    versionNumber: version.number,
    state: offerState(quote, version, at),
    customerName: quote.customerName,
    language: quote.language,
    validUntil: version.validUntil.toISOString(),
    validUntilDay: at.dayOf(version.validUntil),
    notes: version.notes,
    sentAt: version.sentAt!.toISOString(),
    acceptedName: version.acceptedName,
    acceptedAt: version.state === 'accepted' ? version.closedAt!.toISOString() : null,
  };
}

export function viewOrder(order: Order): z.infer<typeof OrderView> {
  return {
    id: order.id,
    number: order.number,
    quoteId: order.quoteId,
    total: viewMoney(order.total),
    placedOn: order.placedOn,
    lines: order.lines.map(({ id, kind, productCode, nameEs, nameEn, net, term }) => ({
      id,
      kind,
      productCode,
      nameEs,
      nameEn,
      net: viewMoney(net),
      term,
    })),
    payments: order.payments.map(({ ordinal, label, dueOn, amount }) => ({
      ordinal,
      label,
      dueOn,
      amount: viewMoney(amount),
    })),
  };
}

function isExpired({ state, validUntil }: Pick<QuoteVersionRow, 'state' | 'validUntil'>, at: Moment): boolean {
  return state === 'sent' && validUntil < at.now;
}

function offerState(quote: QuoteRow, version: QuoteVersionRow, at: Moment): z.infer<typeof OfferView>['state'] {
  if (version.state === 'accepted' || version.state === 'declined') return version.state;
  if (quote.state !== 'open' || version.state === 'superseded') return 'superseded';
  return version.validUntil < at.now ? 'expired' : 'open';
}
