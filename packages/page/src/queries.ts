import { QueryClient, queryOptions } from '@tanstack/react-query';
import { type Answered, api } from './api/client.ts';
import { read } from './api/create-api.ts';
import { ApiProblem } from './api/problem.ts';

export type Me = Answered<'getMe'>;

/** Asks again by itself when the server was away; never when it said no. */
function isWorthRetrying(failures: number, error: Error): boolean {
  return error instanceof ApiProblem && error.isOffline && failures < 60;
}

export function createQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        retry: isWorthRetrying,
        retryDelay: (failures) => Math.min(5_000, 300 * 2 ** failures),
        staleTime: 5_000,
        // Loopback is there although the machine is on no network.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

/** Null when nobody is signed in. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: 60_000,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await read(api.GET('/api/v1/me'));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});
