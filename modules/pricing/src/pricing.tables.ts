import type { PaymentSchedule } from './prices/payment-schedule.ts';
import type { Charge, PlanModel, Scheme, Unit } from './prices/units.ts';

export type ProductKind = 'software' | 'module' | 'service';
export type ServiceKind = 'installation' | 'training' | 'support' | 'consulting' | 'upgrade' | 'marketplace';
export type CatalogueState = 'active' | 'retired';

export type ProductRow = {
  id: string;
  code: string;
  kind: ProductKind;
  serviceKind: ServiceKind | null;
  nameEs: string;
  nameEn: string;
  descriptionEs: string;
  descriptionEn: string;
  productLine: string;
  entitlement: string | null;
  knowledgeAssetId: string | null;
  taxCategory: string;
  state: CatalogueState;
  version: number;
  createdBy: string | null;
  createdAt: Date;
};

export type PriceListRow = {
  id: string;
  code: string;
  nameEs: string;
  nameEn: string;
  currency: string;
  state: CatalogueState;
  createdBy: string | null;
  createdAt: Date;
};

export type PricePlanRow = {
  id: string;
  productId: string;
  code: string;
  model: PlanModel;
  nameEs: string;
  nameEn: string;
  state: CatalogueState;
  createdBy: string | null;
  createdAt: Date;
};

export type PricePlanVersionRow = {
  id: string;
  planId: string;
  model: PlanModel;
  priceListId: string;
  currency: string;
  number: number;
  state: 'draft' | 'published';
  /** A day, "2026-12-01". */
  effectiveFrom: string;
  termMonths: number;
  maintenancePpm: number;
  entitlements: string[];
  limits: Partial<Record<Unit, string>>;
  createdBy: string | null;
  createdAt: Date;
  publishedBy: string | null;
  publishedAt: Date | null;
};

export type PriceComponentRow = {
  id: string;
  planVersionId: string;
  ordinal: number;
  charge: Charge;
  unit: Unit;
  scheme: Scheme;
  included: bigint;
  perUnits: bigint;
};

export type PriceTierRow = { componentId: string; fromQuantity: bigint; priceMinor: bigint; flatMinor: bigint };

export type TaxRateRow = {
  id: string;
  country: string;
  region: string;
  category: string;
  name: string;
  ratePpm: number;
  /** As PostgreSQL writes it: "[2026-01-01,)". */
  valid: string;
  createdBy: string | null;
  createdAt: Date;
};

export type DiscountLimitRow = { role: string; limitPpm: number };

export type QuoteRow = {
  id: string;
  number: string;
  kind: 'sale' | 'renewal';
  partnerId: string | null;
  customerAccountId: string | null;
  customerName: string;
  customerCountry: string;
  customerRegion: string;
  customerTaxExempt: boolean;
  opportunityId: string | null;
  priceListId: string;
  currency: string;
  language: 'es' | 'en';
  state: 'open' | 'accepted' | 'cancelled';
  createdBy: string | null;
  createdAt: Date;
};

export type QuoteVersionState =
  | 'draft'
  | 'awaiting_approval'
  | 'approved'
  | 'sent'
  | 'superseded'
  | 'declined'
  | 'withdrawn'
  | 'accepted';

/** What a seller puts into a quote: a plan with quantities, or the maintenance of a licence that was sold before. */
export type QuoteItem =
  | {
      kind: 'plan';
      planId: string;
      /** By unit, whole units as text. */
      quantities: Partial<Record<Unit, string>>;
      discountPpm: number;
      withMaintenance: boolean;
      /** Leaves out what is charged once: a renewal. */
      recurringOnly: boolean;
    }
  | { kind: 'maintenance'; lineId: string; discountPpm: number };

export type QuoteVersionRow = {
  id: string;
  quoteId: string;
  number: number;
  state: QuoteVersionState;
  revision: number;
  validUntil: Date;
  notes: string;
  schedule: PaymentSchedule;
  items: QuoteItem[];
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  discountPpm: number;
  limitPpm: number;
  needsApproval: boolean;
  writtenBy: string | null;
  askedBy: string | null;
  askedAt: Date | null;
  askReason: string | null;
  decidedBy: string | null;
  decidedAt: Date | null;
  decision: 'approved' | 'refused' | null;
  decisionReason: string | null;
  sentBy: string | null;
  sentAt: Date | null;
  tokenDigest: string | null;
  closedAt: Date | null;
  closeReason: string | null;
  acceptedBy: string | null;
  acceptedName: string | null;
  acceptedPosition: string | null;
  acceptedNote: string | null;
  acceptanceChannel: 'link' | 'portal' | null;
  createdBy: string | null;
  createdAt: Date;
};

/** What a licence of an item says. Frozen in the line, so that later prices and names do not change what was sold. */
export type LicenceTerms = {
  model: Exclude<PlanModel, 'service'>;
  productCode: string;
  entitlements: string[];
  /** By unit, as text of whole units. */
  limits: Partial<Record<Unit, string>>;
  termMonths: number;
  maintenancePpm: number;
  /** Units that the vault meters, with the plan version that prices them. */
  metered: Unit[];
};

export type QuoteLineKind = 'licence' | 'service' | 'maintenance' | 'usage';

export type QuoteLineRow = {
  id: string;
  versionId: string;
  ordinal: number;
  item: number;
  kind: QuoteLineKind;
  charge: Charge;
  productId: string;
  productCode: string;
  productLine: string;
  serviceKind: ServiceKind | null;
  knowledgeAssetId: string | null;
  planVersionId: string;
  componentId: string | null;
  nameEs: string;
  nameEn: string;
  unit: Unit;
  quantity: bigint;
  periods: number;
  listMinor: bigint;
  discountPpm: number;
  netMinor: bigint;
  taxName: string;
  taxPpm: number;
  taxMinor: bigint;
  basisMinor: bigint | null;
  basisPpm: number | null;
  licence: LicenceTerms | null;
};

export type QuotePaymentRow = {
  versionId: string;
  ordinal: number;
  label: string;
  dueMonths: number;
  dueDays: number | null;
  amountMinor: bigint;
};

export type OrderRow = {
  id: string;
  number: string;
  quoteId: string;
  versionId: string;
  kind: 'sale' | 'renewal';
  partnerId: string | null;
  customerAccountId: string | null;
  currency: string;
  netMinor: bigint;
  taxMinor: bigint;
  totalMinor: bigint;
  placedOn: string;
  placedAt: Date;
  placedBy: string | null;
};

export type OrderTermRow = { lineId: string; orderId: string; startsOn: string; endsOn: string };
export type RenewalRow = { orderId: string; endsOn: string; quoteId: string; createdAt: Date };

export type PricingTables = {
  products: ProductRow;
  priceLists: PriceListRow;
  pricePlans: PricePlanRow;
  pricePlanVersions: PricePlanVersionRow;
  priceComponents: PriceComponentRow;
  priceTiers: PriceTierRow;
  taxRates: TaxRateRow;
  discountLimits: DiscountLimitRow;
  quotes: QuoteRow;
  quoteVersions: QuoteVersionRow;
  quoteLines: QuoteLineRow;
  quotePayments: QuotePaymentRow;
  orders: OrderRow;
  orderTerms: OrderTermRow;
  renewals: RenewalRow;
};
