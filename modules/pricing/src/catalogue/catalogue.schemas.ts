import { Timestamp } from '@nexus/http';
import { wholePpm } from '@nexus/kernel';
import { z } from 'zod';
import { charges, licenceModels, schemes, units } from '../prices/units.ts';

export const Code = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{1,59}$/, 'lower-case letters, digits, dots and dashes')
  .describe('Short name that programs use, such as `vault-hybrid`');
export const Day = z.iso.date();
export const Ppm = z.number().int().min(0).max(wholePpm).describe('Parts per million: 150000 is 15 %');
export const Count = z
  .string()
  .regex(/^(0|[1-9]\d{0,14})$/, 'a whole number from 0 as text')
  .describe('A whole number as text');
const Name = z.string().trim().min(1).max(200);
const Description = z.string().trim().max(4000).default('');
const Line = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes');
const Category = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes');
export const Country = z.string().regex(/^[A-Z]{2}$/, 'two capital letters of ISO 3166, such as VE');

export const UnitSchema = z.enum(units);
const ServiceKind = z.enum(['installation', 'training', 'support', 'consulting', 'upgrade', 'marketplace']);
const Entitlement = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, 'lower-case letters, digits, dots and dashes');

export const NewProductBody = z
  .object({
    code: Code,
    kind: z.enum(['software', 'module', 'service']),
    serviceKind: ServiceKind.nullable().default(null),
    nameEs: Name,
    nameEn: Name,
    descriptionEs: Description,
    descriptionEn: Description,
    productLine: Line,
    entitlement: Entitlement.nullable().default(null).describe('What a licence of it unlocks'),
    knowledgeAssetId: z.uuid().nullable().default(null).describe('Whose holders have a royalty on every sale'),
    taxCategory: Category.default('standard'),
  })
  .refine(({ kind, serviceKind }) => (kind === 'service') === (serviceKind !== null), {
    path: ['serviceKind'],
    message: 'a service says which one it is, and nothing else does',
  })
  .refine(({ kind, entitlement }) => kind !== 'module' || entitlement !== null, {
    path: ['entitlement'],
    message: 'a module says what it unlocks',
  });
export type NewProduct = z.infer<typeof NewProductBody>;

export const ProductChangeBody = z.object({
  nameEs: Name.optional(),
  nameEn: Name.optional(),
  descriptionEs: z.string().trim().max(4000).optional(),
  descriptionEn: z.string().trim().max(4000).optional(),
  productLine: Line.optional(),
  knowledgeAssetId: z.uuid().nullable().optional(),
  taxCategory: Category.optional(),
  state: z.enum(['active', 'retired']).optional(),
});
export type ProductChange = z.infer<typeof ProductChangeBody>;

export const ProductView = z.object({
  id: z.uuid(),
  code: z.string(),
  kind: z.enum(['software', 'module', 'service']),
  serviceKind: ServiceKind.nullable(),
  nameEs: z.string(),
  nameEn: z.string(),
  descriptionEs: z.string(),
  descriptionEn: z.string(),
  productLine: z.string(),
  entitlement: z.string().nullable(),
  knowledgeAssetId: z.uuid().nullable(),
  taxCategory: z.string(),
  state: z.enum(['active', 'retired']),
  version: z.number().int(),
  createdAt: Timestamp,
});

export const NewPriceListBody = z.object({
  code: Code,
  nameEs: Name,
  nameEn: Name,
  currency: z.string().regex(/^[A-Z]{3}$/, 'a currency code of ISO 4217, such as EUR or VES'),
});
export type NewPriceList = z.infer<typeof NewPriceListBody>;

export const PriceListView = z.object({
  id: z.uuid(),
  code: z.string(),
  nameEs: z.string(),
  nameEn: z.string(),
  currency: z.string(),
  state: z.enum(['active', 'retired']),
});

export const NewPlanBody = z.object({
  productId: z.uuid(),
  code: Code,
  model: z.enum(licenceModels),
  nameEs: Name,
  nameEn: Name,
});
export type NewPlan = z.infer<typeof NewPlanBody>;

const MinorText = z.string().regex(/^(0|[1-9]\d{0,17})$/, 'whole smallest units of the currency as text');
const Minor = MinorText.transform(BigInt);

const Whole = Count.transform(BigInt);

const ComponentBody = z
  .object({
    charge: z.enum(charges),
    unit: UnitSchema,
    scheme: z.enum(schemes),
    included: Count.default('0').transform(BigInt).describe('Units of each period that cost nothing'),
    perUnits: Count.refine((value) => value !== '0', 'above 0')
      .default('1')
      .transform(BigInt)
      .describe('Prices are for so many units: 1000 for a price for a thousand queries'),
    tiers: z
      .array(z.object({ fromQuantity: Whole, priceMinor: Minor, flatMinor: MinorText.default('0').transform(BigInt) }))
      .min(1)
      .max(20)
      .describe('By `fromQuantity`, the first from 0; a tier counts from the unit after it'),
  })
  .refine(
    ({ tiers }) =>
      tiers.every((tier, i) => (i === 0 ? tier.fromQuantity === 0n : tier.fromQuantity > tiers[i - 1]!.fromQuantity)),
    {
      path: ['tiers'],
      message: 'tiers rise from 0',
    },
  )
  .refine(({ scheme, tiers }) => scheme !== 'flat' || tiers.length === 1, {
    path: ['tiers'],
    message: 'one price for a flat component',
  })
  .refine(({ charge, unit }) => charge !== 'usage' || unit !== 'contract', {
    path: ['unit'],
    message: 'what is metered has a unit',
  });

export const NewVersionBody = z
  .object({
    priceListId: z.uuid(),
    effectiveFrom: Day,
    termMonths: z.number().int().min(1).max(120).default(12),
    maintenancePpm: Ppm.default(0).refine(
      (ppm) => ppm === 0 || (ppm >= 150_000 && ppm <= 200_000),
      '15 to 20 %, or none',
    ),
    entitlements: z.array(Entitlement).max(100).default([]),
    limits: z.partialRecord(UnitSchema, Count).default({}),
    components: z.array(ComponentBody).min(1).max(24),
  })
  .refine(
    ({ components }) => new Set(components.map(({ charge, unit }) => `${charge} ${unit}`)).size === components.length,
    { path: ['components'], message: 'one component for each charge and unit' },
  );
export type NewVersion = z.infer<typeof NewVersionBody>;

export const PlanView = z.object({
  id: z.uuid(),
  productId: z.uuid(),
  code: z.string(),
  model: z.enum(licenceModels),
  nameEs: z.string(),
  nameEn: z.string(),
  state: z.enum(['active', 'retired']),
});

export const ComponentView = z.object({
  id: z.uuid(),
  charge: z.enum(charges),
  unit: UnitSchema,
  scheme: z.enum(schemes),
  included: z.string(),
  perUnits: z.string(),
  tiers: z.array(z.object({ fromQuantity: z.string(), priceMinor: z.string(), flatMinor: z.string() })),
});

export const PlanVersionView = z.object({
  id: z.uuid(),
  priceListId: z.uuid(),
  currency: z.string(),
  number: z.number().int(),
  state: z.enum(['draft', 'published']),
  effectiveFrom: Day,
  termMonths: z.number().int(),
  maintenancePpm: z.number().int(),
  entitlements: z.array(z.string()),
  limits: z.partialRecord(UnitSchema, z.string()),
  publishedAt: Timestamp.nullable(),
  components: z.array(ComponentView),
});

export const PlanDetailView = PlanView.extend({ versions: z.array(PlanVersionView) });

export const NewTaxRateBody = z
  .object({
    country: Country,
    region: z.string().trim().max(60).default('').describe('Empty for the whole country'),
    category: Category.default('standard'),
    name: z.string().trim().min(1).max(60).describe('As an invoice names it, such as `IVA`'),
    ratePpm: Ppm,
    validFrom: Day,
    validUntil: Day.nullable().default(null).describe('The first day without it; null is open'),
  })
  .refine(({ validFrom, validUntil }) => validUntil === null || validUntil > validFrom, {
    path: ['validUntil'],
    message: 'after the first day',
  });
export type NewTaxRate = z.infer<typeof NewTaxRateBody>;

export const TaxRateView = z.object({
  id: z.uuid(),
  country: z.string(),
  region: z.string(),
  category: z.string(),
  name: z.string(),
  ratePpm: z.number().int(),
  validFrom: Day,
  validUntil: Day.nullable(),
});

export const DiscountLimitView = z.object({ role: z.string(), limitPpm: z.number().int() });
