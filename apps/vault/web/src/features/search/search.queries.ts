import { read } from '@nexus/page/api';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../api/client.ts';

/** As many as the server gives at once. */
const passages = 100;

/** Abandoned requests are cancelled; what was found before stays until the next answer is there. */
export const searchQuery = (text: string, spaceId: string | undefined) =>
  queryOptions({
    queryKey: ['search', text, spaceId ?? null],
    enabled: text !== '',
    staleTime: 30_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      read(
        api.POST('/api/v1/search', {
          body: { text, limit: passages, ...(spaceId ? { spaceIds: [spaceId] } : {}) },
          signal,
        }),
      ),
  });
