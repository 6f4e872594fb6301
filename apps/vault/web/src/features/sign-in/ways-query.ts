import { queryOptions } from '@tanstack/react-query';
import { api, read } from '../../api/client.ts';

export const waysQuery = queryOptions({
  queryKey: ['ways-in'],
  queryFn: () => read(api.GET('/api/v1/session/ways')),
});
