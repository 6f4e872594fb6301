import type { Tx } from '@nexus/db';
import type { Money } from '@nexus/kernel';
import { addMonthsToDay, dueDay } from '../prices/payment-schedule.ts';
import type { Charge, Unit } from '../prices/units.ts';
import type {
  LicenceTerms,
  OrderRow,
  OrderTermRow,
  PricingTables,
  QuoteLineKind,
  QuoteLineRow,
  QuoteRow,
  ServiceKind,
} from '../pricing.tables.ts';
import * as repository from './quotes.repository.ts';

type PricingTx = Tx<PricingTables>;

/** What was ordered, for whoever makes licences, invoices and commissions of it. Days are days of the business's own time zone. */
export type Order = {
  id: string;
  number: string;
  quoteId: string;
  kind: 'sale' | 'renewal';
  partnerId: string | null;
  customer: { accountId: string | null; name: string; country: string; region: string };
  opportunityId: string | null;
  language: 'es' | 'en';
  net: Money;
  tax: Money;
  total: Money;
  placedOn: string;
  placedAt: Date;
  lines: OrderLine[];
  payments: OrderPayment[];
};

export type OrderLine = {
  id: string;
  ordinal: number;
  /** Lines with the same item are of one plan; the licence stands on the first of them. */
  item: number;
  kind: QuoteLineKind;
  charge: Charge;
  productId: string;
  productCode: string;
  productLine: string;
  serviceKind: ServiceKind | null;
  knowledgeAssetId: string | null;
  planVersionId: string;
  nameEs: string;
  nameEn: string;
  unit: Unit;
  quantity: bigint;
  net: Money;
  taxName: string;
  taxPpm: number;
  tax: Money;
  licence: LicenceTerms | null;
  /** Of what runs for a time. */
  term: { startsOn: string; endsOn: string } | null;
};

/** Null `issueOn`: invoiced when its milestone is reached, and due `dueDays` later. */
export type OrderPayment = {
  ordinal: number;
  label: string;
  issueOn: string | null;
  dueDays: number;
  dueOn: string | null;
  amount: Money;
};

/** For instalments whose day somebody else decides. */
const usualDueDays = 30;

export async function insertOrder(tx: PricingTx, order: OrderRow, terms: readonly OrderTermRow[]): Promise<void> {
  await tx.insertInto('orders').values(order).execute();
  if (terms.length > 0)
    await tx
      .insertInto('orderTerms')
      .values([...terms])
      .execute();
}

/** When the lines that run for a time begin and end: a renewal follows what it renews, also when it is accepted late or early. */
export function termsOfLines(lines: readonly QuoteLineRow[], orderId: string, startsOn: string): OrderTermRow[] {
  return lines
    .filter(({ charge }) => charge === 'yearly' || charge === 'monthly')
    .map(({ id, charge, periods }) => ({
      lineId: id,
      orderId,
      startsOn,
      endsOn: addMonthsToDay(startsOn, charge === 'yearly' ? periods * 12 : periods),
    }));
}

export async function findOrder(tx: PricingTx, orderId: string): Promise<Order | null> {
  const row = await tx.selectFrom('orders').selectAll().where('id', '=', orderId).executeTakeFirst();
  if (row === undefined) return null;
  const quote = await repository.findQuote(tx, row.quoteId);
  const content = await repository.readContent(tx, row.versionId);
  const terms = await tx.selectFrom('orderTerms').selectAll().where('orderId', '=', orderId).execute();
  return quote === null ? null : orderOf(row, quote, content, terms);
}

/** When what the order renews ends; null for a sale. */
export async function findRenewedTerm(tx: PricingTx, quoteId: string): Promise<string | null> {
  const row = await tx.selectFrom('renewals').select('endsOn').where('quoteId', '=', quoteId).executeTakeFirst();
  return row?.endsOn ?? null;
}

function orderOf(
  row: OrderRow,
  quote: QuoteRow,
  { lines, payments }: repository.QuoteContent,
  terms: readonly OrderTermRow[],
): Order {
  const money = (minor: bigint): Money => ({ minor, currency: row.currency });
  const termOf = new Map(terms.map(({ lineId, startsOn, endsOn }) => [lineId, { startsOn, endsOn }]));
  return {
    id: row.id,
    number: row.number,
    quoteId: row.quoteId,
    kind: row.kind,
    partnerId: row.partnerId,
    customer: {
      accountId: quote.customerAccountId,
      name: quote.customerName,
      country: quote.customerCountry,
      region: quote.customerRegion,
    },
    opportunityId: quote.opportunityId,
    language: quote.language,
    net: money(row.netMinor),
    tax: money(row.taxMinor),
    total: money(row.totalMinor),
    placedOn: row.placedOn,
    placedAt: row.placedAt,
    lines: lines.map((line) => ({
      id: line.id,
      ordinal: line.ordinal,
      item: line.item,
      kind: line.kind,
      charge: line.charge,
      productId: line.productId,
      productCode: line.productCode,
      productLine: line.productLine,
      serviceKind: line.serviceKind,
      knowledgeAssetId: line.knowledgeAssetId,
      planVersionId: line.planVersionId,
      nameEs: line.nameEs,
      nameEn: line.nameEn,
      unit: line.unit,
      quantity: line.quantity,
      net: money(line.netMinor),
      taxName: line.taxName,
      taxPpm: line.taxPpm,
      tax: money(line.taxMinor),
      licence: line.licence,
      term: termOf.get(line.id) ?? null,
    })),
    payments: payments.map((payment) => ({
      ordinal: payment.ordinal,
      label: payment.label,
      issueOn: payment.dueDays === null ? null : addMonthsToDay(row.placedOn, payment.dueMonths),
      dueDays: payment.dueDays ?? usualDueDays,
      dueOn: dueDay(row.placedOn, payment),
      amount: money(payment.amountMinor),
    })),
  };
}
