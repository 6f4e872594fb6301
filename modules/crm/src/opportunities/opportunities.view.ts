import { viewMoney } from '@nexus/http';
import type { z } from 'zod';
import type {
  BoardView,
  OpportunityDetailsView,
  OpportunityView,
  PipelineView,
  StageView,
} from './opportunities.schemas.ts';
import type { Board, Named } from './opportunities.service.ts';
import type { OpportunityRow, PipelineRow, StageChangeRow, StageRow } from './opportunities.tables.ts';

export function viewStage({ id, code, nameEs, nameEn, probability, outcome }: StageRow): z.infer<typeof StageView> {
  return { id, code, name: { es: nameEs, en: nameEn }, probability, outcome };
}

export function viewPipeline(row: PipelineRow, stages: readonly StageRow[]): z.infer<typeof PipelineView> {
  return {
    id: row.id,
    code: row.code,
    name: { es: row.nameEs, en: row.nameEn },
    stages: stages.filter(({ pipelineId }) => pipelineId === row.id).map(viewStage),
  };
}

export function viewOpportunity(row: OpportunityRow & Partial<Named<object>>): z.infer<typeof OpportunityView> {
  return {
    id: row.id,
    pipelineId: row.pipelineId,
    stageId: row.stageId,
    outcome: row.outcome,
    name: row.name,
    customerId: row.customerId,
    customerName: row.customerName,
    value: viewMoney({ minor: row.valueMinor, currency: row.currency }),
    probability: row.probability,
    productLine: row.productLine,
    expectedClose: row.expectedClose,
    ownerId: row.ownerId,
    ownerName: row.ownerName ?? null,
    partnerId: row.partnerId,
    partnerName: row.partnerName ?? null,
    dealId: row.dealId,
    source: row.source,
    lostReason: row.lostReason,
    stageSince: row.stageSince.toISOString(),
    closedAt: row.closedAt?.toISOString() ?? null,
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function viewOpportunityDetails(details: {
  opportunity: Named<OpportunityRow>;
  stages: StageRow[];
  changes: StageChangeRow[];
}): z.infer<typeof OpportunityDetailsView> {
  return {
    ...viewOpportunity(details.opportunity),
    stages: details.stages.map(viewStage),
    changes: details.changes.map(({ fromStageId, toStageId, changedAt, changedBy }) => ({
      fromStageId,
      toStageId,
      changedAt: changedAt.toISOString(),
      changedBy,
    })),
  };
}

export function viewBoard({ pipeline, stages, totals, cards }: Board): z.infer<typeof BoardView> {
  return {
    pipelineId: pipeline.id,
    columns: stages.map((stage) => {
      const own = totals.filter(({ stageId }) => stageId === stage.id);
      return {
        stage: viewStage(stage),
        count: own.reduce((sum, { count }) => sum + count, 0),
        totals: own.map(({ currency, valueMinor, weightedMinor }) => ({
          value: viewMoney({ minor: valueMinor, currency }),
          weighted: viewMoney({ minor: weightedMinor, currency }),
        })),
        cards: cards.filter(({ stageId }) => stageId === stage.id).map(viewOpportunity),
      };
    }),
  };
}
