import { z } from 'zod';
import {
  Amount,
  Country,
  Day,
  Line,
  moneySchema,
  PageQuery,
  ProductLine,
  pageSchema,
  Reason,
  Timestamp,
} from '../crm.schemas.ts';

export const DealState = z.enum([
  'submitted',
  'in_review',
  'approved',
  'won',
  'lost',
  'expired',
  'withdrawn',
  'rejected',
  'conflicted',
]);

export const NewDealBody = z.object({
  partnerId: z.uuid().optional().describe('For the office; a partner registers for itself'),
  productLine: ProductLine,
  customerName: Line,
  domain: z.string().trim().max(253).optional(),
  taxId: z.string().trim().min(3).max(40).optional(),
  country: Country,
  region: z.string().trim().max(100).optional(),
  postcode: z.string().trim().max(20).optional(),
  segment: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .optional()
    .describe('Kind of customer, such as health or government'),
  contactName: Line,
  contactEmail: z.email().max(254).optional(),
  value: Amount,
  expectedClose: Day.optional(),
  evidence: z.string().trim().min(10).max(4000).describe('What shows that you work on it'),
});

export const DealParams = z.object({ dealId: z.uuid() });
export const DealsQuery = PageQuery.extend({
  state: DealState.optional(),
  partnerId: z.uuid().optional(),
  overdue: z.stringbool().optional().describe('Only those whose review is overdue'),
});

export const DealListItem = z.object({
  id: z.uuid(),
  partnerId: z.uuid(),
  partnerName: z.string().nullable(),
  productLine: z.string(),
  state: DealState,
  customerName: z.string(),
  country: z.string(),
  value: moneySchema,
  submittedAt: Timestamp,
  reviewDueAt: Timestamp,
  isOverdue: z.boolean(),
  protectedFrom: Timestamp.nullable(),
  protectedUntil: Timestamp.nullable(),
  opportunityId: z.uuid().nullable(),
});
export const DealPage = pageSchema(DealListItem);

export const DealView = DealListItem.extend({
  domain: z.string().nullable(),
  taxId: z.string().nullable(),
  region: z.string().nullable(),
  postcode: z.string().nullable(),
  segment: z.string().nullable(),
  contactName: z.string(),
  contactEmail: z.string().nullable(),
  expectedClose: Day.nullable(),
  evidence: z.string(),
  extensions: z.number().int(),
  maxExtensions: z.number().int(),
  customerId: z.uuid().nullable(),
  decisions: z.array(
    z.object({
      state: DealState,
      reasonCode: z.string().nullable(),
      reason: z.string().nullable(),
      ruleVersion: z.number().int(),
      againstDealId: z.uuid().nullable().describe('For the office'),
      decidedBy: z.uuid().nullable(),
      decidedAt: Timestamp,
    }),
  ),
});

export const ApproveDealBody = z.object({ reason: Reason.optional() });
export const RejectDealBody = z.object({
  reasonCode: z.enum(['no_evidence', 'existing_customer', 'out_of_scope', 'other']),
  reason: Reason,
});
export const ReasonBody = z.object({ reason: Reason });
