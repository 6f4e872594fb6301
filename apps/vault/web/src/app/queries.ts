import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../api/client.ts';

export type SpaceSummary = Answered<'listSpaces'>['items'][number];

export const spacesQuery = queryOptions({
  queryKey: ['spaces'],
  queryFn: async (): Promise<SpaceSummary[]> => (await read(api.GET('/api/v1/spaces'))).items,
});
