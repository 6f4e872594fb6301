import { api } from '../../api/client.ts';
import { type ListingLine, readLines, rowReader } from '../listing/listing-lines.ts';
import type { UploadItem } from './upload-items.ts';

type Settle = (key: number, change: Partial<UploadItem>) => void;

/**
 * Asks once what has become of documents that arrived: one question for a whole space, answered with what changed since the last one.
 * Returns where the next question begins.
 */
export async function followReading(
  spaceId: string,
  since: string,
  items: readonly UploadItem[],
  settle: Settle,
): Promise<string> {
  const { data } = await api.GET('/api/v1/spaces/{spaceId}/documents/rows', {
    params: { path: { spaceId }, query: { since } },
    parseAs: 'stream',
  });
  return await takeLines(readLines(data as ReadableStream<Uint8Array>), since, items, settle);
}

/** The lines of a list, applied to the items that wait for them. */
export async function takeLines(
  lines: AsyncIterable<ListingLine>,
  since: string,
  items: readonly UploadItem[],
  settle: Settle,
): Promise<string> {
  const waiting = Map.groupBy(
    items.filter(({ state, documentId }) => state === 'sent' && documentId !== null),
    ({ documentId }) => documentId!,
  );
  const reasons = new Map<string, { es: string; en: string }>();
  let next = since;
  let read: ReturnType<typeof rowReader> | null = null;
  for await (const line of lines) {
    if (line.kind === 'start') {
      read = rowReader(line.columns);
      next = line.at;
    }
    if (line.kind === 'reasons') for (const [code, es, en] of line.reasons) reasons.set(code, { es, en });
    if (line.kind !== 'rows' || !read) continue;
    for (const row of line.rows.map(read))
      for (const { key } of waiting.get(row.id) ?? []) {
        if (row.state === 'ready' || row.state === 'superseded')
          settle(key, {
            state: 'done',
            pages: { done: row.parts ?? 0, total: row.parts },
            hasSuggestion: row.hasSuggestion,
          });
        else if (row.state === 'failed')
          settle(key, { state: 'unreadable', why: reasons.get(row.reason ?? '') ?? { es: '', en: '' } });
        else if (row.state === 'cancelled') settle(key, { state: 'cancelled' });
        else settle(key, { pages: { done: row.progressDone, total: row.progressTotal } });
      }
  }
  return next;
}
