import { type ListingLine, readLines, rowReader } from '../../../app/listing/listing-lines.ts';
import { createRowStore, type RowStore } from './row-store.ts';

export type Reason = { es: string; en: string };

/** The list of a space as it stands. The store is shared between the states of one list; a new state object says that it changed. */
export type Listing = {
  store: RowStore;
  reasons: ReadonlyMap<string, Reason>;
  /** Where the next question for changes begins. */
  at: string;
  /** How many documents there are on the server. */
  total: number;
  isLoading: boolean;
  /** There are more than the page can hold: the newest are here. */
  isCut: boolean;
};

export type ListingSource = (since: string | null) => Promise<ReadableStream<Uint8Array>>;

export class ListingCutError extends Error {}

/** Everything, a thousand rows at a time: `onProgress` gets the list as it grows. @throws ListingCutError when the stream broke off. */
export async function loadListing(source: ListingSource, onProgress: (listing: Listing) => void): Promise<Listing> {
  const listing: Listing = {
    store: createRowStore(),
    reasons: new Map(),
    at: '',
    total: 0,
    isLoading: true,
    isCut: false,
  };
  return (await take(listing, source, null, onProgress)).listing;
}

/**
 * What changed since; the known list itself when nothing did, so that nothing is counted and drawn anew. When the numbers do not match afterwards
 * (somebody deleted documents, which leaves no trace), everything is loaded anew into a new store.
 */
export async function refreshListing(
  known: Listing,
  source: ListingSource,
  onProgress: (listing: Listing) => void,
): Promise<Listing> {
  if (known.isCut) return await loadListing(source, () => {});
  const { listing, sent } = await take(known, source, known.at, () => {});
  if (listing.store.size === listing.total) return sent === 0 ? known : listing;
  return await loadListing(source, known.store.size === 0 ? onProgress : () => {});
}

async function take(
  start: Listing,
  source: ListingSource,
  since: string | null,
  onProgress: (listing: Listing) => void,
): Promise<{ listing: Listing; sent: number }> {
  let listing = start;
  let read: ReturnType<typeof rowReader> | null = null;
  let shownAt = 0;
  for await (const line of readLines(await source(since))) {
    if (line.kind === 'start') {
      read = rowReader(line.columns);
      listing = { ...listing, at: line.at, total: line.total };
    } else if (line.kind === 'end') {
      return { listing: { ...listing, isLoading: false, isCut: line.cut }, sent: line.sent };
    } else {
      listing = takeLine(listing, line, read);
      // The first rows at once, then as often as a person can look.
      if (line.kind === 'rows' && performance.now() - shownAt > 400) {
        shownAt = performance.now();
        onProgress({ ...listing });
      }
    }
  }
  throw new ListingCutError('the list broke off');
}

function takeLine(listing: Listing, line: ListingLine, read: ReturnType<typeof rowReader> | null): Listing {
  if (line.kind === 'folders') listing.store.addFolders(line.folders);
  if (line.kind === 'labels') listing.store.addLabels(line.labels);
  if (line.kind === 'people') listing.store.addPeople(line.people);
  if (line.kind === 'rows' && read) listing.store.put(line.rows.map(read));
  if (line.kind !== 'reasons') return listing;
  return { ...listing, reasons: new Map(line.reasons.map(([code, es, en]) => [code, { es, en }])) };
}
