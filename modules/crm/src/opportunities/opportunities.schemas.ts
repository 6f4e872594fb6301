import { z } from 'zod';
import {
  Day,
  Line,
  moneySchema,
  PageQuery,
  ProductLine,
  pageSchema,
  Reason,
  Timestamp,
  Value,
} from '../crm.schemas.ts';

const Outcome = z.enum(['open', 'won', 'lost']);
const Probability = z.number().int().min(0).max(100).describe('Per cent');
const Text = z.object({ es: z.string(), en: z.string() });
const Minor = z.coerce
  .string()
  .regex(/^\d{1,16}$/, 'whole smallest units')
  .transform(BigInt);

export const StageView = z.object({
  id: z.uuid(),
  code: z.string(),
  name: Text,
  probability: Probability,
  outcome: Outcome,
});
export const PipelineView = z.object({ id: z.uuid(), code: z.string(), name: Text, stages: z.array(StageView) });

export const OpportunityView = z.object({
  id: z.uuid(),
  pipelineId: z.uuid(),
  stageId: z.uuid(),
  outcome: Outcome,
  name: z.string(),
  customerId: z.uuid().nullable(),
  customerName: z.string(),
  value: moneySchema,
  probability: Probability,
  productLine: z.string().nullable(),
  expectedClose: Day.nullable(),
  ownerId: z.uuid().nullable(),
  ownerName: z.string().nullable(),
  partnerId: z.uuid().nullable(),
  partnerName: z.string().nullable(),
  dealId: z.uuid().nullable(),
  source: z.string(),
  lostReason: z.string().nullable(),
  stageSince: Timestamp,
  closedAt: Timestamp.nullable(),
  version: z.number().int(),
  createdAt: Timestamp,
  updatedAt: Timestamp,
});
export const OpportunityPage = pageSchema(OpportunityView);

export const OpportunityDetailsView = OpportunityView.extend({
  stages: z.array(StageView),
  changes: z.array(
    z.object({
      fromStageId: z.uuid().nullable(),
      toStageId: z.uuid(),
      changedAt: Timestamp,
      changedBy: z.uuid().nullable(),
    }),
  ),
});

export const OpportunitiesQuery = PageQuery.extend({
  pipelineId: z.uuid(),
  stageId: z.uuid().optional(),
  outcome: Outcome.optional(),
  ownerId: z.uuid().optional(),
  partnerId: z.uuid().optional(),
  customerId: z.uuid().optional(),
  productLine: ProductLine.optional(),
  valueFrom: Minor.optional(),
  valueTo: Minor.optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  closeFrom: Day.optional(),
  closeTo: Day.optional(),
  text: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe('Beginnings of words in the name of opportunity or customer'),
  sort: z
    .enum(['updated', 'created', 'name', 'customer', 'value', 'probability', 'close', 'stage_since'])
    .default('updated'),
  order: z.enum(['asc', 'desc']).default('desc'),
});

export const BoardQuery = z.object({
  pipelineId: z.uuid(),
  ownerId: z.uuid().optional(),
  partnerId: z.uuid().optional(),
  perStage: z.coerce.number().int().min(1).max(100).default(20),
});

export const BoardView = z.object({
  pipelineId: z.uuid(),
  columns: z.array(
    z.object({
      stage: StageView,
      count: z.number().int(),
      totals: z.array(z.object({ value: moneySchema, weighted: moneySchema.describe('Values times probability') })),
      cards: z.array(OpportunityView),
    }),
  ),
});

export const OpportunityParams = z.object({ opportunityId: z.uuid() });

const fields = {
  name: Line,
  customerId: z.uuid().optional(),
  value: Value,
  probability: Probability.optional(),
  productLine: ProductLine.optional(),
  expectedClose: Day.optional(),
  ownerId: z.uuid().optional(),
};
export const NewOpportunityBody = z.object({
  ...fields,
  pipelineId: z.uuid(),
  stageId: z.uuid().optional().describe('The first of the pipeline when left out'),
  partnerId: z.uuid().optional(),
});
export const UpdateOpportunityBody = z.object({
  name: Line.optional(),
  customerId: z.uuid().nullable().optional(),
  value: Value.optional(),
  probability: Probability.optional(),
  productLine: ProductLine.nullable().optional(),
  expectedClose: Day.nullable().optional(),
  ownerId: z.uuid().nullable().optional(),
});
export const MoveBody = z.object({
  stageId: z.uuid(),
  reason: Reason.optional().describe('Required where the stage is a loss'),
});
