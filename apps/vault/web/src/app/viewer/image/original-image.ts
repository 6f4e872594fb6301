import { read } from '@nexus/page/api';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../../api/client.ts';
import type { DocumentDetails } from '../document-queries.ts';

/**
 * The only types under which bytes of a document are given to the browser: pictures made of pixels. Never SVG, which can hold scripts, and never what
 * the file says of itself.
 */
const imageTypes: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  bmp: 'image/bmp',
  webp: 'image/webp',
};

const imageFormats = new Set([...Object.keys(imageTypes), 'tiff']);

export function isImage(format: string | null): boolean {
  return format !== null && imageFormats.has(format);
}

/** Null for pictures that browsers do not show. */
export function imageTypeOf(format: string | null): string | null {
  return (format && imageTypes[format]) || null;
}

export function originalQuery({ id, versionId }: DocumentDetails, type: string) {
  return queryOptions({
    queryKey: ['document', id, versionId, 'original'],
    queryFn: async ({ signal }) => {
      const params = { path: { documentId: id }, query: { versionId } };
      const answer = api.GET('/api/v1/documents/{documentId}/content', { params, parseAs: 'arrayBuffer', signal });
      return new Blob([(await read(answer)) as ArrayBuffer], { type });
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });
}
