import { queryOptions } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { read } from '../api/create-api.ts';

export const waysQuery = queryOptions({
  queryKey: ['ways-in'],
  queryFn: () => read(api.GET('/api/v1/session/ways')),
});
