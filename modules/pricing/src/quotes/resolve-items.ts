import type { Tx } from '@nexus/db';
import * as plans from '../catalogue/plans.repository.ts';
import * as products from '../catalogue/products.repository.ts';
import { findTaxRate } from '../catalogue/taxes.repository.ts';
import { CatalogueEntryNotFoundError, NoPriceError, NoTaxRateError } from '../pricing.errors.ts';
import type { PricingTables, QuoteItem, QuoteRow } from '../pricing.tables.ts';
import * as repository from './quotes.repository.ts';
import { type ResolvedItem, type Tax, type WrittenLines, writeLines } from './write-lines.ts';

type PricingTx = Tx<PricingTables>;
export type PricedFor = Pick<
  QuoteRow,
  'priceListId' | 'currency' | 'customerCountry' | 'customerRegion' | 'customerTaxExempt'
>;

/** The lines of these items at the prices and taxes of a day. */
export async function priceItems(
  tx: PricingTx,
  quote: PricedFor,
  items: readonly QuoteItem[],
  day: string,
): Promise<WrittenLines> {
  const planIds = items.flatMap((item) => (item.kind === 'plan' ? [item.planId] : []));
  const versions = await plans.findVersionsInEffect(tx, [...new Set(planIds)], quote.priceListId, day);
  const resolved: ResolvedItem[] = [];
  for (const item of items) {
    resolved.push(
      item.kind === 'plan' ? await resolvePlan(tx, item, versions.get(item.planId), day) : await resolveSold(tx, item),
    );
  }
  const categories = new Set(
    resolved.map((entry) => ('sold' in entry ? entry.taxCategory : entry.product.taxCategory)),
  );
  const taxes = new Map<string, Tax>();
  for (const category of categories) taxes.set(category, await taxFor(tx, quote, category, day));
  return writeLines(resolved, quote.currency, (category) => taxes.get(category)!);
}

async function resolvePlan(
  tx: PricingTx,
  item: Extract<QuoteItem, { kind: 'plan' }>,
  version: plans.PlanVersion | undefined,
  day: string,
): Promise<ResolvedItem> {
  const plan = await plans.findPlan(tx, item.planId);
  if (plan === null) throw new CatalogueEntryNotFoundError('price plan');
  if (version === undefined)
    throw new NoPriceError(`The plan "${plan.code}" has no price in this list that is in effect on ${day}.`);
  const product = await products.findProduct(tx, plan.productId);
  if (product === null) throw new CatalogueEntryNotFoundError('product');
  return { item, product, planName: { es: plan.nameEs, en: plan.nameEn }, version };
}

async function resolveSold(tx: PricingTx, item: Extract<QuoteItem, { kind: 'maintenance' }>): Promise<ResolvedItem> {
  const sold = await repository.findLine(tx, item.lineId);
  if (sold === null || sold.kind !== 'maintenance')
    throw new CatalogueEntryNotFoundError('maintenance that was sold before');
  const product = await products.findProduct(tx, sold.productId);
  return { item, sold, taxCategory: product?.taxCategory ?? 'standard' };
}

async function taxFor(tx: PricingTx, quote: PricedFor, category: string, day: string): Promise<Tax> {
  if (quote.customerTaxExempt) return { name: '', ppm: 0 };
  const { customerCountry: country, customerRegion: region } = quote;
  const rate = await findTaxRate(tx, { country, region, category, day });
  if (rate === null) throw new NoTaxRateError(country, category);
  return { name: rate.name, ppm: rate.ratePpm };
}
