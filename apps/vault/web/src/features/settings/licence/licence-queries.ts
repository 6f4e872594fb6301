import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../../api/client.ts';

export type Licence = Answered<'getLicence'>;
export type UsageReport = Answered<'listUsageReports'>['items'][number];
export type WrittenFile = { name: string; text: string };

export const licenceQuery = queryOptions({
  queryKey: ['licence', 'whole'],
  queryFn: () => read(api.GET('/api/v1/licence')),
});

export const reportsQuery = queryOptions({
  queryKey: ['licence', 'reports'],
  queryFn: async (): Promise<UsageReport[]> => (await read(api.GET('/api/v1/licence/reports'))).items,
});
