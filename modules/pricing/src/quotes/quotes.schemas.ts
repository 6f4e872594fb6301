import { moneySchema, PageQuery, Timestamp } from '@nexus/http';
import { z } from 'zod';
import { Count, Country, Day, Ppm, UnitSchema } from '../catalogue/catalogue.schemas.ts';
import { charges, licenceModels } from '../prices/units.ts';

export const QuoteParams = z.object({ quoteId: z.uuid() });
export const QuoteVersionParams = QuoteParams.extend({ number: z.coerce.number().int().min(1).max(10_000) });
const DueDays = z.number().int().min(0).max(3650);

export const ScheduleBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('single'), dueDays: DueDays.default(30) }),
  z.object({ kind: z.literal('yearly'), years: z.number().int().min(1).max(10), dueDays: DueDays.default(30) }),
  z.object({
    kind: z.literal('milestones'),
    milestones: z
      .array(
        z.object({
          label: z.string().trim().min(1).max(200),
          sharePpm: Ppm,
          dueDays: DueDays.nullable().describe('After acceptance; null: when the milestone is reached'),
        }),
      )
      .min(1)
      .max(24),
  }),
]);

export const ItemBody = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('plan'),
    planId: z.uuid(),
    quantities: z.partialRecord(UnitSchema, Count).default({}),
    discountPpm: Ppm.default(0),
    withMaintenance: z.boolean().default(false),
    recurringOnly: z.boolean().default(false).describe('Leaves out what is charged once'),
  }),
  z.object({
    kind: z.literal('maintenance'),
    lineId: z.uuid().describe('The maintenance line that is renewed'),
    discountPpm: Ppm.default(0),
  }),
]);

export const CustomerBody = z.object({
  accountId: z.uuid().nullable().default(null),
  name: z.string().trim().min(1).max(300),
  country: Country,
  region: z.string().trim().max(60).default(''),
  taxExempt: z.boolean().default(false),
});

export const TermsBody = z.object({
  validUntil: Day,
  notes: z.string().trim().max(4000).default(''),
  schedule: ScheduleBody,
  items: z.array(ItemBody).min(1).max(100),
});
export type QuoteTerms = z.infer<typeof TermsBody>;

export const NewQuoteBody = z.object({
  partnerId: z.uuid().nullable().default(null).describe('The partner who sells; null where the network does'),
  opportunityId: z.uuid().nullable().default(null),
  priceListId: z.uuid(),
  language: z.enum(['es', 'en']).default('es').describe('Of the PDF and of the page for the customer'),
  customer: CustomerBody,
  terms: TermsBody,
});
export type NewQuote = z.infer<typeof NewQuoteBody>;

export const CalculationBody = z.object({
  priceListId: z.uuid(),
  customer: CustomerBody,
  schedule: ScheduleBody,
  items: z.array(ItemBody).min(1).max(100),
});

export const ReasonBody = z.object({ reason: z.string().trim().min(1).max(1000) });
export const DecisionBody = z.object({ approve: z.boolean(), reason: z.string().trim().min(1).max(1000) });
export const AcceptanceBody = z.object({
  name: z.string().trim().min(1).max(200).describe('Who accepts'),
  position: z.string().trim().max(200).default(''),
  note: z.string().trim().max(1000).default(''),
});
const Token = z.string().regex(/^[\w-]{43}$/, 'the last part of the link');
export const TokenBody = z.object({ token: Token });
export const AcceptByLinkBody = AcceptanceBody.extend({ token: Token });
export const DeclineByLinkBody = z.object({ token: Token, reason: z.string().trim().max(1000).default('') });

export const QuoteQuery = PageQuery.extend({
  state: z.enum(['open', 'accepted', 'cancelled']).optional(),
  kind: z.enum(['sale', 'renewal']).optional(),
  customerAccountId: z.uuid().optional(),
  opportunityId: z.uuid().optional(),
  awaitingApproval: z.stringbool().optional(),
  text: z.string().trim().min(1).max(100).optional().describe('Part of the number or of the customer’s name'),
});

const LineView = z.object({
  id: z.string(),
  ordinal: z.number().int(),
  item: z.number().int(),
  kind: z.enum(['licence', 'service', 'maintenance', 'usage']),
  charge: z.enum(charges),
  productId: z.uuid(),
  productCode: z.string(),
  planVersionId: z.uuid(),
  nameEs: z.string(),
  nameEn: z.string(),
  unit: UnitSchema,
  quantity: z.string(),
  periods: z.number().int(),
  list: moneySchema,
  discountPpm: z.number().int(),
  net: moneySchema,
  taxName: z.string(),
  taxPpm: z.number().int(),
  tax: moneySchema,
  licence: z
    .object({
      model: z.enum(licenceModels).exclude(['service']),
      entitlements: z.array(z.string()),
      limits: z.partialRecord(UnitSchema, z.string()),
      termMonths: z.number().int(),
      metered: z.array(UnitSchema),
    })
    .nullable(),
});

const PaymentView = z.object({
  ordinal: z.number().int(),
  label: z.string(),
  dueMonths: z.number().int(),
  dueDays: z.number().int().nullable(),
  amount: moneySchema,
});

export const CalculationView = z.object({
  net: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  discountPpm: z.number().int(),
  lines: z.array(LineView),
  payments: z.array(PaymentView),
});

const VersionState = z.enum([
  'draft',
  'awaiting_approval',
  'approved',
  'sent',
  'superseded',
  'declined',
  'withdrawn',
  'accepted',
]);

export const QuoteVersionView = CalculationView.extend({
  number: z.number().int(),
  state: VersionState,
  isExpired: z.boolean().describe('Sent, and no longer valid'),
  revision: z.number().int(),
  validUntil: Timestamp,
  validUntilDay: Day.describe('The last day, as the business counts days'),
  notes: z.string(),
  schedule: ScheduleBody,
  items: z.array(ItemBody),
  limitPpm: z.number().int(),
  needsApproval: z.boolean(),
  askReason: z.string().nullable(),
  decision: z.enum(['approved', 'refused']).nullable(),
  decisionReason: z.string().nullable(),
  decidedAt: Timestamp.nullable(),
  sentAt: Timestamp.nullable(),
  closedAt: Timestamp.nullable(),
  closeReason: z.string().nullable(),
  acceptedName: z.string().nullable(),
  acceptedPosition: z.string().nullable(),
});

const QuoteHead = z.object({
  id: z.uuid(),
  number: z.string(),
  kind: z.enum(['sale', 'renewal']),
  state: z.enum(['open', 'accepted', 'cancelled']),
  partnerId: z.uuid().nullable(),
  partnerName: z.string().nullable(),
  customer: z.object({
    accountId: z.uuid().nullable(),
    name: z.string(),
    country: z.string(),
    region: z.string(),
    taxExempt: z.boolean(),
  }),
  opportunityId: z.uuid().nullable(),
  priceListId: z.uuid(),
  currency: z.string(),
  language: z.enum(['es', 'en']),
  createdAt: Timestamp,
});

export const QuoteView = QuoteHead.extend({ versions: z.array(QuoteVersionView).describe('Newest first') });
export const SentQuoteView = QuoteView.extend({
  token: z.string().describe('For the link to the customer; shown this once'),
});

export const QuoteListView = QuoteHead.extend({
  versionNumber: z.number().int(),
  versionState: VersionState,
  isExpired: z.boolean(),
  total: moneySchema,
  discountPpm: z.number().int(),
  needsApproval: z.boolean(),
  validUntil: Timestamp,
  validUntilDay: Day.describe('The last day, as the business counts days'),
});

export const OfferView = CalculationView.omit({ discountPpm: true }).extend({
  quoteNumber: z.string(),
  versionNumber: z.number().int(),
  state: z.enum(['open', 'expired', 'superseded', 'declined', 'accepted']),
  customerName: z.string(),
  language: z.enum(['es', 'en']),
  validUntil: Timestamp,
  validUntilDay: Day.describe('The last day, as the business counts days'),
  notes: z.string(),
  sentAt: Timestamp,
  acceptedName: z.string().nullable(),
  acceptedAt: Timestamp.nullable(),
});

export const OrderView = z.object({
  id: z.uuid(),
  number: z.string(),
  quoteId: z.uuid(),
  total: moneySchema,
  placedOn: Day,
  lines: z.array(
    z.object({
      id: z.uuid(),
      kind: z.enum(['licence', 'service', 'maintenance', 'usage']),
      productCode: z.string(),
      nameEs: z.string(),
      nameEn: z.string(),
      net: moneySchema,
      term: z.object({ startsOn: Day, endsOn: Day }).nullable(),
    }),
  ),
  payments: z.array(
    z.object({ ordinal: z.number().int(), label: z.string(), dueOn: Day.nullable(), amount: moneySchema }),
  ),
});
