import { moneySchema, PageQuery, positiveMoneySchema, Timestamp } from '@nexus/http';
import { z } from 'zod';

const Ref = z.string().trim().min(1).max(100);
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'a month such as 2026-11');
export const Quarter = z.string().regex(/^\d{4}-Q[1-4]$/, 'a quarter such as 2026-Q4');
const Currency = z.string().length(3);
const Ppm = z.number().int().min(0).max(1_000_000);

export const Terms = z.discriminatedUnion('type', [
  z.object({ type: z.literal('commission') }),
  z.object({
    type: z.literal('joint_product'),
    directCosts: moneySchema,
    parties: z
      .array(z.uuid().nullable())
      .min(2)
      .max(10)
      .describe('In the order of the plan’s shares; null is the network'),
  }),
  z.object({ type: z.literal('marketplace'), listingClass: z.string().max(40) }),
  z.object({ type: z.literal('white_label'), sharePpm: Ppm }),
]);

export const SaleBody = z.object({
  externalId: Ref.describe('Names the fact outside; the same name with the same content is recorded once'),
  partnerId: z.uuid(),
  customerId: z.uuid(),
  orderRef: Ref,
  invoiceRef: z.string().trim().max(100).default(''),
  paidAt: Timestamp,
  terms: Terms.optional(),
  lines: z
    .array(
      z.object({
        productRef: Ref,
        description: z.string().trim().max(500).default(''),
        net: positiveMoneySchema,
        tax: moneySchema.optional(),
      }),
    )
    .min(1)
    .max(500),
});

export const RefundBody = z.object({
  externalId: Ref,
  occurredAt: Timestamp,
  lines: z
    .union([
      z.literal('all'),
      z
        .array(z.object({ line: z.number().int().min(1), net: positiveMoneySchema }))
        .min(1)
        .max(500),
    ])
    .describe('Net amounts by the place of the line in the sale, or everything that is left'),
});

export const SaleParams = z.object({ saleExternalId: Ref });
export const Recorded = z.object({ externalId: z.string(), isNew: z.boolean() });
export const RefundRecorded = Recorded.extend({ isFull: z.boolean() });

export const MonthParams = z.object({ month: Month });
export const MonthView = z.object({
  month: Month,
  state: z.enum(['open', 'closing', 'closed']),
  closedAt: Timestamp.nullable(),
});
export const ClosedMonthView = z.object({
  month: Month,
  partners: z.number().int(),
  lines: z.number().int(),
  released: z.number().int(),
  statements: z.number().int(),
});

export const StatementParams = z.object({ partnerId: z.uuid(), month: Month });
export const PartnerParams = z.object({ partnerId: z.uuid() });

export const LineView = z.object({
  id: z.string(),
  date: Timestamp,
  sale: z.string().nullable().describe('Null: a bonus is of a quarter'),
  saleLine: z.number().int().nullable(),
  invoice: z.string().nullable(),
  product: z.string().nullable(),
  description: z.string().nullable(),
  sellerId: z.uuid().nullable(),
  sellerName: z.string().nullable(),
  kind: z.string(),
  level: z.number().int(),
  isReversal: z.boolean(),
  rule: z.string(),
  planVersion: z.number().int(),
  base: moneySchema,
  ratePpm: Ppm,
  sharePpm: Ppm.nullable(),
  amount: moneySchema,
  reason: z.string().nullable(),
  refund: z.string().nullable(),
  belongsToMonth: z.string().nullable(),
  releaseAt: Timestamp.nullable(),
  ledgerTransactionId: z.string().nullable(),
});

export const StatementView = z.object({
  partnerId: z.uuid(),
  month: Month,
  isFinal: z.boolean(),
  tier: z
    .object({
      name: z.string().nullable(),
      salesCounted: z.number().int(),
      kind: z.string(),
      certification: z.string().nullable(),
      planVersion: z.number().int(),
    })
    .nullable()
    .describe('Null until the month is settled, or without sales of its own'),
  totals: z.array(z.object({ earned: moneySchema, reversed: moneySchema, lines: z.number().int() })),
  balances: z.array(z.object({ purpose: z.string(), balance: moneySchema })).describe('As they are now'),
  items: z.array(LineView),
  nextCursor: z.string().nullable(),
});

export const StatementQuery = PageQuery.extend({
  format: z.enum(['json', 'csv']).default('json').describe('csv: the whole month as one table'),
});

export const PlanBody = z.object({
  plan: z.record(z.string(), z.unknown()).describe('The plan as data; every place that is not in order is named'),
  isGeneral: z.boolean().default(true).describe('False: only for contracts that name it'),
});
export const PlanParams = z.object({ planVersionId: z.uuid() });
export const ActivateBody = z.object({ effectiveFrom: Timestamp });
export const PlanView = z.object({
  id: z.uuid(),
  number: z.number().int(),
  name: z.string(),
  state: z.enum(['draft', 'active']),
  isGeneral: z.boolean(),
  effectiveFrom: Timestamp.nullable(),
  plan: z.record(z.string(), z.unknown()),
  version: z.number().int(),
});

export const SimulateBody = z.object({
  plan: z.record(z.string(), z.unknown()),
  months: z.array(Month).min(1).max(12),
});
export const SimulationView = z.object({
  sales: z.number().int(),
  totals: z.array(z.object({ kind: z.string(), paid: moneySchema, would: moneySchema })),
  partners: z.array(z.object({ partnerId: z.uuid(), would: moneySchema })),
});

export const RateBody = z.object({
  source: z.string().trim().min(1).max(100).describe('Who published it, such as BCV'),
  base: Currency,
  quote: Currency,
  rate: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,12})?$/, 'a decimal with a point, such as 36.5012')
    .describe('Units of `quote` for one unit of `base`'),
  at: Timestamp,
});
export const RateView = RateBody.omit({ rate: true }).extend({
  id: z.uuid(),
  numerator: z.string(),
  denominator: z.string(),
});

export const GoalBody = z.object({ goal: positiveMoneySchema });
export const GoalParams = z.object({ partnerId: z.uuid(), quarter: Quarter });
export const QuarterParams = z.object({ quarter: Quarter });
