import { read } from '@nexus/page/api';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type Clearance = Answered<'listClearances'>['items'][number];
export type ClearanceEvent = Answered<'listClearanceHistory'>['items'][number];
/** What somebody may read: nothing at all without a level. */
export type Held = Pick<Clearance, 'levelId' | 'compartmentIds' | 'groupId'>;

export const clearancesQuery = queryOptions({
  queryKey: ['clearances'],
  queryFn: async (): Promise<Clearance[]> => (await read(api.GET('/api/v1/clearances'))).items,
});

export const clearanceHistoryQuery = (personId: string) =>
  queryOptions({
    queryKey: ['clearances', personId, 'history'],
    queryFn: async (): Promise<ClearanceEvent[]> =>
      (await read(api.GET('/api/v1/clearances/{personId}/history', { params: { path: { personId } } }))).items,
  });

/** Gives a person a clearance in the place of the one that they have. Refused when another officer was faster. */
export function useGrant({ personId, version }: Pick<Clearance, 'personId' | 'version'>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ levelId, compartmentIds, groupId }: Held) =>
      read(
        api.PUT('/api/v1/clearances/{personId}', {
          params: { path: { personId }, header: { 'If-Match': `"v${version}"` } },
          body: { levelId, compartmentIds, groupId },
        }),
      ),
    onSettled: () =>
      Promise.all([['clearances'], ['labels'], ['access']].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
