import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Pipeline = Answered<'listPipelines'>['items'][number];
export type Opportunity = Answered<'getOpportunity'>;
export type Card = Answered<'getOpportunityBoard'>['columns'][number]['cards'][number];

export const pipelinesQuery = queryOptions({
  queryKey: ['pipelines'],
  staleTime: 600_000,
  queryFn: async () => (await read(api.GET('/api/v1/pipelines'))).items,
});

export function boardQuery(pipelineId: string) {
  return queryOptions({
    queryKey: ['board', pipelineId],
    queryFn: () => read(api.GET('/api/v1/opportunity-board', { params: { query: { pipelineId } } })),
  });
}

export function opportunityQuery(opportunityId: string) {
  return queryOptions({
    queryKey: ['opportunity', opportunityId],
    queryFn: () => read(api.GET('/api/v1/opportunities/{opportunityId}', { params: { path: { opportunityId } } })),
  });
}

/** Moves an opportunity as it was seen: somebody else's move in between is refused, not overwritten. */
export async function moveOpportunity(
  card: { id: string; version: number },
  stageId: string,
  reason?: string,
): Promise<void> {
  await api.PUT('/api/v1/opportunities/{opportunityId}/stage', {
    params: { path: { opportunityId: card.id }, header: { 'If-Match': `"v${card.version}"` } },
    body: { stageId, ...(reason ? { reason } : {}) },
  });
}
