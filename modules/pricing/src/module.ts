import type { Tx } from '@nexus/db';
import type { HttpApp } from '@nexus/http';
import { catalogueRoutes } from './catalogue/catalogue.routes.ts';
import { createCatalogueService } from './catalogue/catalogue.service.ts';
import { taxesRoutes } from './catalogue/taxes.routes.ts';
import { createTaxesService } from './catalogue/taxes.service.ts';
import { priceConsumption } from './consumption.ts';
import {
  ApprovalNeededError,
  CodeTakenError,
  EmptyQuoteError,
  MaintenanceNotAllowedError,
  OwnDiscountError,
  PriceNotWholeError,
  PublishedPriceError,
  QuoteAlreadyAcceptedError,
  QuoteExpiredError,
  QuoteInWorkError,
  QuoteNotDraftError,
  SameDayPriceError,
  TaxOverlapError,
} from './pricing.errors.ts';
import type { PricingParts } from './pricing.parts.ts';
import type { PricingTables } from './pricing.tables.ts';
import { createDiscountsService } from './quotes/discounts.service.ts';
import { offersRoutes } from './quotes/offers.routes.ts';
import { createOffersService } from './quotes/offers.service.ts';
import { findOrder } from './quotes/orders.ts';
import { quotesRoutes } from './quotes/quotes.routes.ts';
import { createQuotesService } from './quotes/quotes.service.ts';
import { createGenerateRenewals } from './renewals/generate-renewals.ts';

/** The policies ask `acting_organisation_ids()`, `acts_for_network()` and `acts_in()` of organisations: migrate after it. */
export function createPricingModule(parts: PricingParts & { renewalDaysAhead?: number }) {
  const catalogue = createCatalogueService(parts);
  const taxes = createTaxesService(parts);
  const quotes = createQuotesService(parts);
  const discounts = createDiscountsService(parts, quotes);
  const offers = createOffersService(parts, quotes);
  return {
    catalogue,
    taxes,
    quotes,
    discounts,
    offers,
    /** For what makes licences, invoices and commissions of an order, in a transaction of its own. */
    orders: { find: (tx: Tx, orderId: string) => findOrder(tx as Tx<PricingTables>, orderId) },
    priceConsumption,
    jobs: {
      renewals: {
        name: 'pricing.renewals',
        run: createGenerateRenewals(parts, { daysAhead: parts.renewalDaysAhead ?? 60 }),
      },
    },
    routes(app: HttpApp): void {
      catalogueRoutes(catalogue)(app);
      taxesRoutes(taxes)(app);
      quotesRoutes({ quotes, discounts, offers, clock: parts.clock, calendar: parts.calendar })(app);
      offersRoutes({ quotes, offers, clock: parts.clock, calendar: parts.calendar })(app);
    },
  };
}

export type PricingModule = ReturnType<typeof createPricingModule>;
export const pricingMigrations = { name: 'pricing', directory: new URL('../migrations/', import.meta.url) };
/** Constraint to error, for the database's one place that maps violations. */
export const pricingConflicts = {
  products_code_key: () => new CodeTakenError(),
  price_lists_code_key: () => new CodeTakenError(),
  price_plans_code_key: () => new CodeTakenError(),
  price_plan_versions_one_a_day: () => new SameDayPriceError(),
  published_price_is_final: () => new PublishedPriceError(),
  published_price_is_whole: () => new PriceNotWholeError(),
  maintenance_of_bought_licences: () => new MaintenanceNotAllowedError(),
  tax_rates_one_at_a_time: () => new TaxOverlapError(),
  quote_version_is_final: () => new QuoteNotDraftError(),
  quote_versions_one_in_work: () => new QuoteInWorkError(),
  quote_versions_one_accepted: () => new QuoteAlreadyAcceptedError(),
  orders_one_a_quote: () => new QuoteAlreadyAcceptedError(),
  quote_accepted_in_time: () => new QuoteExpiredError(),
  quote_adds_up: () => new EmptyQuoteError(),
  discount_decided_by_another: () => new OwnDiscountError(),
  discount_needs_approval: () => new ApprovalNeededError(),
};
