import { read } from '@nexus/page/api';
import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { type Answered, api } from '../api/client.ts';

export type IngestCounts = Answered<'getIngest'>;

/** How many documents of a space wait, are being read, or could not be. */
export const ingestQuery = (spaceId: string) =>
  queryOptions({
    queryKey: ['ingest', spaceId],
    queryFn: (): Promise<IngestCounts> =>
      read(api.GET('/api/v1/spaces/{spaceId}/ingest', { params: { path: { spaceId } } })),
    // While something is read, the stream of events says more, sooner.
    refetchInterval: 8_000,
  });

type Follower = { events: EventSource; users: number };
const followers = new Map<string, Follower>();

/**
 * The counts of a space, kept up to date by the server while something is being read. One stream for a space and window, however many parts of
 * the page look, and none while nothing is read: a browser has only six connections to give.
 */
export function useIngest(spaceId: string | undefined): IngestCounts | undefined {
  const queries = useQueryClient();
  const { data } = useQuery({ ...ingestQuery(spaceId ?? ''), enabled: spaceId !== undefined });
  const isBusy = data !== undefined && data.queued + data.reading > 0;
  useEffect(() => {
    if (!isBusy || spaceId === undefined) return;
    return follow(queries, spaceId);
  }, [isBusy, spaceId, queries]);
  return data;
}

function follow(queries: QueryClient, spaceId: string): () => void {
  const known = followers.get(spaceId);
  const follower = known ?? { events: openEvents(queries, spaceId), users: 0 };
  follower.users += 1;
  followers.set(spaceId, follower);
  return () => {
    follower.users -= 1;
    if (follower.users > 0) return;
    follower.events.close();
    if (followers.get(spaceId) === follower) followers.delete(spaceId);
  };
}

function openEvents(queries: QueryClient, spaceId: string): EventSource {
  const events = new EventSource(`/api/v1/spaces/${encodeURIComponent(spaceId)}/ingest/events`);
  events.addEventListener('ingest', (event) => {
    queries.setQueryData(ingestQuery(spaceId).queryKey, JSON.parse(event.data as string) as IngestCounts);
  });
  return events;
}
