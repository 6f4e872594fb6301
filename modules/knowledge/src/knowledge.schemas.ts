import { moneySchema, PageQuery, positiveMoneySchema, Timestamp } from '@nexus/http';
import { isCurrency, wholePpm } from '@nexus/kernel';
import { z } from 'zod';

export const AssetParams = z.object({ assetId: z.uuid() });
export const HoldingParams = AssetParams.extend({ holdingId: z.uuid() });
export const WorkParams = z.object({ workId: z.uuid() });
const Day = z.iso.date();
const Title = z.string().trim().min(1).max(200);
const Currency = z.string().refine(isCurrency, 'a currency code of ISO 4217, such as EUR or VES');
const Qualification = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes');
const kinds = ['course', 'script', 'method'] as const;
const metrics = ['sales', 'sales_net', 'recruits', 'team_sales'] as const;

export const NewAssetBody = z.object({
  code: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,59}$/, 'lower-case letters, digits, dots and dashes'),
  kind: z.enum(kinds),
  titleEs: Title,
  titleEn: Title,
  descriptionEs: z.string().trim().max(4000).default(''),
  descriptionEn: z.string().trim().max(4000).default(''),
  price: positiveMoneySchema.describe('What access costs, in credit'),
});
export type NewAsset = z.infer<typeof NewAssetBody>;

export const NewHoldingBody = z
  .object({
    holderId: z.uuid().describe('The organisation that gets this part of the royalty'),
    sharePpm: z.number().int().min(1).max(wholePpm).describe('Parts per million: 250000 is 25 %'),
    validFrom: Day,
    validUntil: Day.nullable().default(null).describe('The first day without it; null is open'),
    isPerpetual: z.boolean().default(false).describe('It never ends: the founder’s'),
  })
  .refine(({ validFrom, validUntil }) => validUntil === null || validUntil > validFrom, {
    path: ['validUntil'],
    message: 'after the first day',
  })
  .refine(({ isPerpetual, validUntil }) => !isPerpetual || validUntil === null, {
    path: ['validUntil'],
    message: 'a perpetual share has no last day',
  });
export type NewHolding = z.infer<typeof NewHoldingBody>;

export const EndHoldingBody = z.object({ validUntil: Day.describe('The first day without it') });
export const BuyAccessBody = z.object({ organisationId: z.uuid().describe('Whose credit pays') });

export const NewRateBody = z.object({
  qualification: Qualification,
  hour: positiveMoneySchema.describe('The credit for an hour'),
  validFrom: Day,
  validUntil: Day.nullable().default(null),
});
export type NewRate = z.infer<typeof NewRateBody>;

export const NewWorkBody = z.object({
  organisationId: z.uuid().describe('Who gets the credit'),
  qualification: Qualification,
  workedOn: Day,
  minutes: z.number().int().min(1).max(1440),
  currency: Currency.default('EUR'),
  description: z.string().trim().min(1).max(1000),
});
export type NewWork = z.infer<typeof NewWorkBody>;

export const DecisionBody = z.object({ approve: z.boolean(), reason: z.string().trim().min(1).max(1000) });
const WorkState = z.enum(['asked', 'approved', 'refused']);
export const WorkQuery = PageQuery.extend({ state: WorkState.optional() });

export const NewGoalBody = z.object({
  titleEs: Title,
  titleEn: Title,
  metric: z.enum(metrics).describe('Paid sales, their net, active recruits, or paid sales of the team; in one month'),
  threshold: z
    .string()
    .regex(/^[1-9]\d{0,17}$/, 'a whole number above 0 as text')
    .transform(BigInt),
  credit: positiveMoneySchema,
});
export type NewGoal = z.infer<typeof NewGoalBody>;

export const PurchaseBody = z.object({
  organisationId: z.uuid(),
  externalId: z.string().trim().min(1).max(200).describe('Of the payment; recorded once'),
  amount: positiveMoneySchema,
});
export const BalanceQuery = z.object({ currency: Currency.default('EUR') });

export const AssetView = z.object({
  id: z.uuid(),
  code: z.string(),
  kind: z.enum(kinds),
  titleEs: z.string(),
  titleEn: z.string(),
  descriptionEs: z.string(),
  descriptionEn: z.string(),
  price: moneySchema,
  state: z.enum(['active', 'retired']),
  hasAccess: z.boolean().describe('You bought access'),
  holdings: z.array(
    z.object({
      id: z.uuid(),
      holderId: z.uuid(),
      holderName: z.string().nullable(),
      sharePpm: z.number().int(),
      validFrom: Day,
      validUntil: Day.nullable(),
      isPerpetual: z.boolean(),
    }),
  ),
});

export const AccessView = z.object({ id: z.uuid(), assetId: z.uuid(), price: moneySchema, boughtAt: Timestamp });

export const RateView = z.object({
  id: z.uuid(),
  qualification: z.string(),
  hour: moneySchema,
  validFrom: Day,
  validUntil: Day.nullable(),
});

export const WorkView = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  organisationName: z.string().nullable(),
  personId: z.uuid(),
  qualification: z.string(),
  workedOn: Day,
  minutes: z.number().int(),
  description: z.string(),
  state: WorkState,
  askedAt: Timestamp,
  decidedAt: Timestamp.nullable(),
  decisionReason: z.string().nullable(),
  credit: moneySchema.nullable(),
});

export const GoalView = z.object({
  id: z.uuid(),
  titleEs: z.string(),
  titleEn: z.string(),
  metric: z.enum(metrics),
  threshold: z.string(),
  credit: moneySchema,
  state: z.enum(['active', 'retired']),
  merits: z.array(z.object({ organisationId: z.uuid(), month: z.string(), reached: z.string(), awardedAt: Timestamp })),
});

export const PurchaseView = z.object({
  id: z.uuid(),
  organisationId: z.uuid(),
  externalId: z.string(),
  amount: moneySchema,
  boughtAt: Timestamp,
});

export const BalanceView = z.object({
  organisationId: z.uuid(),
  name: z.string().nullable(),
  balance: moneySchema,
});
