import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { type Answered, api } from '../../api/client.ts';

export type DocumentDetails = Answered<'getDocument'>;
export type PartQuality = DocumentDetails['quality'][number];
export type PartText = Answered<'getDocumentText'>['parts'][number];
export type TextBlock = PartText['blocks'][number];

/** A document as it stands in the page: without a version, the newest. */
export type DocumentRef = { documentId: string; versionId?: string | undefined };

/** While it is being read, what is known of it changes by the second. */
export function documentQuery({ documentId, versionId }: DocumentRef) {
  return queryOptions({
    queryKey: ['document', documentId, versionId ?? 'newest'],
    queryFn: () =>
      read(api.GET('/api/v1/documents/{documentId}', { params: { path: { documentId }, query: { versionId } } })),
    staleTime: 30_000,
    refetchInterval: ({ state }) => (isUnderWay(state.data) ? 1_500 : false),
  });
}

function isUnderWay(document: DocumentDetails | undefined): boolean {
  return document?.state === 'queued' || document?.state === 'reading';
}

/** Parts are fetched in slices that begin at 1, 11, 21 ..., so that neighbours share a request. */
const slice = 10;

export function sliceOf(part: number): number {
  return Math.floor((part - 1) / slice) * slice + 1;
}

/** The text of the slice that holds `part`. A version's text never changes. */
export function textQuery({ documentId, versionId }: Required<DocumentRef>, part: number) {
  const fromPart = sliceOf(part);
  return queryOptions({
    queryKey: ['document', documentId, versionId, 'text', fromPart],
    queryFn: async (): Promise<PartText[]> => {
      const query = { versionId, fromPart, limit: slice };
      const params = { path: { documentId }, query };
      return (await read(api.GET('/api/v1/documents/{documentId}/text', { params }))).parts;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 2 * 60_000,
    select: (parts) => parts.filter((found) => found.part >= fromPart && found.part < fromPart + slice),
  });
}
