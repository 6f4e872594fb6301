import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Quote = Answered<'getQuote'>;
export type QuoteVersion = Quote['versions'][number];
export type Calculation = Answered<'calculateQuote'>;
export type PlanDetail = Answered<'getPricePlan'>;

export const quoteQuery = (quoteId: string) =>
  queryOptions({
    queryKey: ['quote', quoteId],
    queryFn: () => read(api.GET('/api/v1/quotes/{quoteId}', { params: { path: { quoteId } } })),
  });

export const priceListsQuery = queryOptions({
  queryKey: ['price-lists'],
  queryFn: async () => (await read(api.GET('/api/v1/price-lists'))).items,
});

export const plansQuery = queryOptions({
  queryKey: ['price-plans'],
  queryFn: async () => (await read(api.GET('/api/v1/price-plans'))).items,
});

export const productsQuery = queryOptions({
  queryKey: ['products'],
  queryFn: async () => (await read(api.GET('/api/v1/products'))).items,
});

export const planQuery = (planId: string) =>
  queryOptions({
    queryKey: ['price-plan', planId],
    queryFn: () => read(api.GET('/api/v1/price-plans/{planId}', { params: { path: { planId } } })),
  });

/** The prices of a plan that are in effect in a list today. */
export function pricesInEffect(plan: PlanDetail, priceListId: string): PlanDetail['versions'][number] | null {
  const today = new Date().toISOString().slice(0, 10);
  const published = plan.versions.filter(
    (version) => version.priceListId === priceListId && version.state === 'published' && version.effectiveFrom <= today,
  );
  return published.toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0] ?? null;
}
