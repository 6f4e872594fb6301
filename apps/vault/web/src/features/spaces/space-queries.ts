import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type SpaceOverview = Answered<'getSpaceOverview'>;
export type Member = Answered<'listMembers'>['items'][number];
export type SpaceRole = Member['role'];
export type WatchedFolder = Answered<'listWatchedFolders'>['items'][number];
export type Candidate = Answered<'searchCandidates'>['items'][number];

export const roles: readonly SpaceRole[] = ['owner', 'analyst', 'reader'];

const inSpace = (spaceId: string) => ({ params: { path: { spaceId } } });

export const countsQuery = queryOptions({
  queryKey: ['space-counts'],
  refetchInterval: 5_000,
  queryFn: async () => {
    const { items } = await read(api.GET('/api/v1/documents/counts'));
    return new Map(items.map((counts) => [counts.spaceId, counts]));
  },
});

export const overviewQuery = (spaceId: string) =>
  queryOptions({
    queryKey: ['space-overview', spaceId],
    queryFn: (): Promise<SpaceOverview> => read(api.GET('/api/v1/spaces/{spaceId}/overview', inSpace(spaceId))),
  });

/** What could not be read, newest first. */
export const failedQuery = (spaceId: string) =>
  queryOptions({
    queryKey: ['failed-documents', spaceId],
    queryFn: async () => {
      const query = { state: 'failed' as const, limit: 20 };
      const { items } = await read(
        api.GET('/api/v1/spaces/{spaceId}/documents', { params: { path: { spaceId }, query } }),
      );
      return items;
    },
  });

export const membersQuery = (spaceId: string) =>
  queryOptions({
    queryKey: ['members', spaceId],
    queryFn: async (): Promise<Member[]> =>
      (await read(api.GET('/api/v1/spaces/{spaceId}/members', inSpace(spaceId)))).items,
  });

export const candidatesQuery = (spaceId: string, q: string) =>
  queryOptions({
    queryKey: ['candidates', spaceId, q],
    queryFn: async (): Promise<Candidate[]> => {
      const { items } = await read(
        api.GET('/api/v1/spaces/{spaceId}/candidates', { params: { path: { spaceId }, query: { q } } }),
      );
      return items;
    },
  });

export const watchedQuery = (spaceId: string) =>
  queryOptions({
    queryKey: ['watched-folders', spaceId],
    queryFn: async (): Promise<WatchedFolder[]> =>
      (await read(api.GET('/api/v1/spaces/{spaceId}/watched-folders', inSpace(spaceId)))).items,
  });
