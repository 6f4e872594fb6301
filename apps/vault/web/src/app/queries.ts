import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../api/client.ts';

export type SpaceSummary = Answered<'listSpaces'>['items'][number];

export const spacesQuery = queryOptions({
  queryKey: ['spaces'],
  queryFn: async (): Promise<SpaceSummary[]> => (await read(api.GET('/api/v1/spaces'))).items,
});

/** Whether new work is possible; for the notice on every screen. */
export const licenceStandingQuery = queryOptions({
  queryKey: ['licence', 'standing'],
  staleTime: 60_000,
  refetchInterval: 300_000,
  queryFn: () => read(api.GET('/api/v1/licence/standing')),
});
