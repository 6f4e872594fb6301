import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Rebuild = Answered<'listRebuilds'>['items'][number];

export const statusQuery = queryOptions({
  queryKey: ['status'],
  queryFn: () => read(api.GET('/api/v1/status')),
  refetchInterval: 10_000,
});

export function isUnderWay({ state }: Rebuild): boolean {
  return state === 'queued' || state === 'running';
}

export const rebuildsQuery = queryOptions({
  queryKey: ['rebuilds'],
  queryFn: async (): Promise<Rebuild[]> => (await read(api.GET('/api/v1/index/rebuilds'))).items,
  refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? 1_000 : false),
});

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: () => read(api.GET('/api/v1/jobs')),
  refetchInterval: 5_000,
});
