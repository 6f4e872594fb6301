import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Control = Answered<'listControls'>['items'][number];
export type Finding = Answered<'listControlFindings'>['items'][number];

export const controlsQuery = queryOptions({
  queryKey: ['controls'],
  queryFn: async (): Promise<Control[]> => (await read(api.GET('/api/v1/controls'))).items,
  refetchInterval: 60_000,
});

export function findingsQuery(control: string) {
  return queryOptions({
    queryKey: ['controls', control, 'history'],
    queryFn: async (): Promise<Finding[]> =>
      (await read(api.GET('/api/v1/controls/{control}/history', { params: { path: { control } } }))).items,
  });
}

export async function checkNow(): Promise<Control[]> {
  return (await read(api.POST('/api/v1/controls/checks'))).items;
}
