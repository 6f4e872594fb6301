import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { api } from '../../api/client.ts';
import { useIngest } from '../../app/ingest.ts';
import { type Listing, type ListingSource, loadListing, refreshListing } from './listing/load-listing.ts';

export const listingKey = (spaceId: string) => ['document-rows', spaceId];

const refreshAtMostEveryMs = 1_500;

/** The documents of a space: loaded once, then only what changed, as soon as the server says that something did. */
export function useListing(spaceId: string): UseQueryResult<Listing> {
  const queries = useQueryClient();
  const counts = useIngest(spaceId);
  const queryKey = listingKey(spaceId);
  const result = useQuery({
    queryKey,
    queryFn: ({ signal }): Promise<Listing> => {
      const source = rowsOf(spaceId, signal);
      const known = queries.getQueryData<Listing>(queryKey);
      const show = (listing: Listing): void => void queries.setQueryData(queryKey, listing);
      return known && !known.isLoading ? refreshListing(known, source, show) : loadListing(source, show);
    },
    // The store is one object that grows; comparing it row by row would cost more than it saves.
    structuralSharing: false,
    refetchInterval: 30_000,
    gcTime: 120_000,
  });

  usePreparedOrders(result.data);

  const refreshedAt = useRef(0);
  const said = counts && JSON.stringify(counts);
  const heard = useRef(said);
  useEffect(() => {
    if (said === undefined || heard.current === said) return;
    heard.current = said;
    const wait = Math.max(0, refreshedAt.current + refreshAtMostEveryMs - Date.now());
    const timer = setTimeout(() => {
      refreshedAt.current = Date.now();
      void queries.invalidateQueries({ queryKey: listingKey(spaceId) }, { cancelRefetch: false });
    }, wait);
    return () => clearTimeout(timer);
  }, [said, spaceId, queries]);
  return result;
}

/** Sorts while nobody is doing anything, so that the first click on a column is as quick as the second. */
function usePreparedOrders(listing: Listing | undefined): void {
  useEffect(() => {
    if (!listing || listing.isLoading) return;
    let idle = requestIdleCallback(prepare);
    function prepare(): void {
      if (listing?.store.prepareOrder()) idle = requestIdleCallback(prepare);
    }
    return () => cancelIdleCallback(idle);
  }, [listing]);
}

function rowsOf(spaceId: string, signal: AbortSignal): ListingSource {
  return async (since) => {
    const { data } = await api.GET('/api/v1/spaces/{spaceId}/documents/rows', {
      params: { path: { spaceId }, query: since === null ? {} : { since } },
      parseAs: 'stream',
      signal,
    });
    return data as ReadableStream<Uint8Array>;
  };
}
