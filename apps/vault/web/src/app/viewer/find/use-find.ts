import { useDebouncedValue } from '@mantine/hooks';
import { read } from '@nexus/page/api';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api/client.ts';
import type { DocumentDetails, PartText } from '../document-queries.ts';
import { type Rect, rectsOf, typeset } from '../pages/rects.ts';
import type { Place } from '../place.ts';
import { findIn } from './find-in-text.ts';

export type Hit = Required<{ [Key in keyof Place]: number }> & { rects: readonly Rect[] };
export type Hits = { items: readonly Hit[]; isCut: boolean };

/** Nobody steps through more; a letter typed alone would find millions. */
const mostHits = 2_000;
const partsAtOnce = 50;

export type FindState = ReturnType<typeof useFind>;

/** Search inside one document, over the text that was read from it: also in scans, and the same in every format. */
export function useFind(document: DocumentDetails) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [wanted] = useDebouncedValue(query.trim(), 200);
  const { id: documentId, versionId } = document;

  const textFrom = (fromPart: number): Promise<PartText[]> =>
    queries.fetchQuery({
      queryKey: ['document', documentId, versionId, 'find-text', fromPart],
      queryFn: async () => {
        const params = { path: { documentId }, query: { versionId, fromPart, limit: partsAtOnce } };
        return (await read(api.GET('/api/v1/documents/{documentId}/text', { params }))).parts;
      },
      staleTime: Number.POSITIVE_INFINITY,
    });

  const { data, isFetching } = useQuery({
    queryKey: ['document', documentId, versionId, 'find', wanted],
    enabled: isOpen && wanted !== '',
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
    queryFn: async ({ signal }): Promise<Hits> => {
      const items: Hit[] = [];
      for (let from = 1; !signal.aborted; ) {
        const parts = await textFrom(from);
        for (const part of parts) items.push(...hitsIn(part, wanted));
        if (items.length > mostHits) return { items: items.slice(0, mostHits), isCut: true };
        if (parts.length < partsAtOnce) break;
        from = parts.at(-1)!.part + 1;
      }
      return { items, isCut: false };
    },
  });

  const items = isOpen && wanted !== '' ? (data?.items ?? []) : [];
  const index = items.length === 0 ? 0 : ((at % items.length) + items.length) % items.length;
  return {
    isOpen,
    query,
    items,
    index,
    isCut: data?.isCut ?? false,
    isSearching: isFetching || wanted !== query.trim(),
    hit: items[index] ?? null,
    open: () => setOpen(true),
    close: () => setOpen(false),
    type(text: string): void {
      setQuery(text);
      setAt(0);
    },
    step: (by: number): void => setAt(index + by),
  };
}

function hitsIn({ part, blocks }: PartText, wanted: string): Hit[] {
  return blocks.flatMap((block) =>
    findIn(block.text, wanted).map((range) => ({
      part,
      block: block.number,
      ...range,
      rects: rectsOf(block, range, typeset),
    })),
  );
}
