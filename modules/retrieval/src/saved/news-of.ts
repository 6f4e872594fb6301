import type { SearchHit } from '../search-passages.ts';

/** Documents that wait long before they are read are older, by their id, than the moment in which they can first be found. */
const readingAllowanceMs = 24 * 3_600_000;

/** How many versions a watch remembers to have told of. */
const memory = 1_000;

/**
 * The best passage of each document version that was not told of before and came since the watch began. What is older was there already, even if
 * it was too far down to be remembered.
 */
export function newsOf(hits: readonly SearchHit[], watch: { seen: readonly string[]; createdAt: Date }): SearchHit[] {
  const known = new Set(watch.seen);
  const since = watch.createdAt.getTime() - readingAllowanceMs;
  return hits.filter(({ found: { sourceId } }) => {
    if (known.has(sourceId) || timeOf(sourceId) < since) return false;
    known.add(sourceId);
    return true;
  });
}

/** What is known after the person was shown these hits; the newest knowledge first, the oldest forgotten. */
export function seenAfter(hits: readonly SearchHit[], seen: readonly string[]): string[] {
  return [...new Set([...hits.map(({ found }) => found.sourceId), ...seen])].slice(0, memory);
}

/** Milliseconds since 1970 in a UUID of version 7 (RFC 9562, 5.7). */
function timeOf(id: string): number {
  return Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16);
}
