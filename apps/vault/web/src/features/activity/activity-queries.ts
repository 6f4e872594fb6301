import { read } from '@nexus/page/api';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';
import type { operations } from '../../api/schema.gen.ts';

export type Activity = Answered<'listMyActivity'>['items'][number];
export type Entry = Answered<'listAuditEntries'>['items'][number];
export type EntryQuery = NonNullable<operations['listAuditEntries']['parameters']['query']>;
export type EntryFilter = Omit<EntryQuery, 'cursor' | 'limit'>;

const pageSize = 50;
const firstPage = undefined as string | undefined;

export const ownActivityQuery = infiniteQueryOptions({
  queryKey: ['own-activity'],
  initialPageParam: firstPage,
  queryFn: ({ pageParam }) => {
    const query = { limit: pageSize, ...(pageParam ? { cursor: pageParam } : {}) };
    return read(api.GET('/api/v1/me/activity', { params: { query } }));
  },
  getNextPageParam: (page) => page.nextCursor ?? undefined,
});

export async function readEntries(filter: EntryFilter, cursor: string | undefined, limit: number) {
  const query = { ...filter, limit, ...(cursor ? { cursor } : {}) };
  return await read(api.GET('/api/v1/audit/entries', { params: { query } }));
}

/** Every look is itself an entry, so nothing is fetched again just because the window came back. */
export function entriesQuery(filter: EntryFilter) {
  return infiniteQueryOptions({
    queryKey: ['audit-entries', filter],
    initialPageParam: firstPage,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    queryFn: ({ pageParam }) => readEntries(filter, pageParam, pageSize),
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}

/** Names for the ids of the log. Auditors who are nothing else may not list people; they see ids. */
export const peopleNamesQuery = queryOptions({
  queryKey: ['people-names'],
  staleTime: 60_000,
  queryFn: async (): Promise<Map<string, string>> => {
    const names = new Map<string, string>();
    let cursor: string | undefined;
    do {
      const query = { limit: 200, ...(cursor ? { cursor } : {}) };
      const page = await read(api.GET('/api/v1/people', { params: { query } }));
      for (const { id, name } of page.items) names.set(id, name);
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    return names;
  },
});
