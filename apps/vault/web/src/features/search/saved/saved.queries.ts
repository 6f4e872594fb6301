import { newIdempotencyKey, read } from '@nexus/page/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answered, api } from '../../../api/client.ts';

export type SavedSearch = Answered<'listSavedSearches'>['items'][number];

export const savedSearchesQuery = queryOptions({
  queryKey: ['saved-searches'],
  staleTime: 60_000,
  queryFn: async ({ signal }): Promise<SavedSearch[]> =>
    (await read(api.GET('/api/v1/saved-searches', { signal }))).items,
});

const lookEveryMs = 300_000;

/** New documents of a watch. Each look is a search, and an entry in the log. */
export const newsQuery = (savedSearchId: string) =>
  queryOptions({
    queryKey: ['saved-searches', savedSearchId, 'news'],
    staleTime: 60_000,
    refetchInterval: lookEveryMs,
    queryFn: async ({ signal }) => {
      const params = { path: { savedSearchId } };
      return (await read(api.GET('/api/v1/saved-searches/{savedSearchId}/news', { params, signal }))).hits;
    },
  });

/** Everything that changes the list, followed by reading it anew. */
export function useSavedSearchChanges() {
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: savedSearchesQuery.queryKey });
  const params = (savedSearchId: string) => ({ path: { savedSearchId } });
  const save = useMutation({
    mutationFn: (body: { text: string; spaceId?: string; watched: boolean }) =>
      read(
        api.POST('/api/v1/saved-searches', { body, params: { header: { 'Idempotency-Key': newIdempotencyKey() } } }),
      ),
    onSettled,
  });
  const watch = useMutation({
    mutationFn: ({ id, watched }: Pick<SavedSearch, 'id' | 'watched'>) =>
      read(api.PUT('/api/v1/saved-searches/{savedSearchId}/watch', { params: params(id), body: { watched } })),
    onSettled,
  });
  const markSeen = useMutation({
    mutationFn: (id: string) => api.POST('/api/v1/saved-searches/{savedSearchId}/seen', { params: params(id) }),
    onSettled,
  });
  const remove = useMutation({
    mutationFn: (id: string) => api.DELETE('/api/v1/saved-searches/{savedSearchId}', { params: params(id) }),
    onSettled,
  });
  return { save, watch, markSeen, remove };
}
