import type { z } from 'zod';
import type { PriceListRow, PricePlanRow, ProductRow } from '../pricing.tables.ts';
import type {
  PlanDetailView,
  PlanVersionView,
  PlanView,
  PriceListView,
  ProductView,
  TaxRateView,
} from './catalogue.schemas.ts';
import type { PlanVersion } from './plans.repository.ts';
import type { TaxRate } from './taxes.repository.ts';

export function viewProduct(row: ProductRow): z.infer<typeof ProductView> {
  return {
    id: row.id,
    code: row.code,
    kind: row.kind,
    serviceKind: row.serviceKind,
    nameEs: row.nameEs,
    nameEn: row.nameEn,
    descriptionEs: row.descriptionEs,
    descriptionEn: row.descriptionEn,
    productLine: row.productLine,
    entitlement: row.entitlement,
    knowledgeAssetId: row.knowledgeAssetId,
    taxCategory: row.taxCategory,
    state: row.state,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
  };
}

export function viewPriceList({
  id,
  code,
  nameEs,
  nameEn,
  currency,
  state,
}: PriceListRow): z.infer<typeof PriceListView> {
  return { id, code, nameEs, nameEn, currency, state };
}

export function viewPlan({
  id,
  productId,
  code,
  model,
  nameEs,
  nameEn,
  state,
}: PricePlanRow): z.infer<typeof PlanView> {
  return { id, productId, code, model, nameEs, nameEn, state };
}

export function viewPlanDetail(plan: PricePlanRow & { versions: PlanVersion[] }): z.infer<typeof PlanDetailView> {
  return { ...viewPlan(plan), versions: plan.versions.map(viewVersion) };
}

export function viewVersion(version: PlanVersion): z.infer<typeof PlanVersionView> {
  return {
    id: version.id,
    priceListId: version.priceListId,
    currency: version.currency,
    number: version.number,
    state: version.state,
    effectiveFrom: version.effectiveFrom,
    termMonths: version.termMonths,
    maintenancePpm: version.maintenancePpm,
    entitlements: version.entitlements,
    limits: version.limits,
    publishedAt: version.publishedAt?.toISOString() ?? null,
    components: version.components.map((component) => ({
      id: component.id,
      charge: component.charge,
      unit: component.unit,
      scheme: component.scheme,
      included: component.included.toString(),
      perUnits: component.perUnits.toString(),
      tiers: component.tiers.map(({ fromQuantity, priceMinor, flatMinor }) => ({
        fromQuantity: fromQuantity.toString(),
        priceMinor: priceMinor.toString(),
        flatMinor: flatMinor.toString(),
      })),
    })),
  };
}

export function viewTaxRate(rate: TaxRate): z.infer<typeof TaxRateView> {
  const { id, country, region, category, name, ratePpm, validFrom, validUntil } = rate;
  return { id, country, region, category, name, ratePpm, validFrom, validUntil };
}
