import { read } from '@nexus/page/api';
import { PDFDataRangeTransport } from 'pdfjs-dist';
import { api } from '../../../api/client.ts';
import type { DocumentRef } from '../document-queries.ts';

/** Bytes `begin` to `end` (exclusive) of an original. @throws ApiProblem */
export async function readBytes(
  { documentId, versionId }: Required<DocumentRef>,
  begin: number,
  end: number,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const answer = api.GET('/api/v1/documents/{documentId}/content', {
    params: { path: { documentId }, query: { versionId } },
    headers: { range: `bytes=${begin}-${end - 1}` },
    parseAs: 'arrayBuffer',
    ...(signal ? { signal } : {}),
  });
  return new Uint8Array((await read(answer)) as ArrayBuffer);
}

/**
 * Gives pdf.js the stretches of the file that it asks for, and nothing else: a page of a thousand costs some hundred kilobytes. The first and the last
 * one it always asks for, one after the other, when it has started: they are on their way before.
 */
export function createRangeSource(
  source: Required<DocumentRef>,
  sizeBytes: number,
  stretchBytes: number,
  onFailure: (error: unknown) => void,
): PDFDataRangeTransport {
  const transport = new PDFDataRangeTransport(sizeBytes, null);
  const stop = new AbortController();
  const fetchStretch = (begin: number, end: number) => readBytes(source, begin, end, stop.signal);
  const ahead = new Map<number, { end: number; bytes: Promise<Uint8Array> }>();
  const lastBegin = Math.floor(Math.max(0, sizeBytes - 1) / stretchBytes) * stretchBytes;
  for (const begin of new Set([0, lastBegin])) {
    const end = Math.min(sizeBytes, begin + stretchBytes);
    const bytes = fetchStretch(begin, end);
    // Told when it is asked for.
    bytes.catch(() => {});
    ahead.set(begin, { end, bytes });
  }
  transport.requestDataRange = (begin, end) => {
    const known = ahead.get(begin);
    // Bytes go to the worker and are gone here.
    ahead.delete(begin);
    (known?.end === end ? known.bytes : fetchStretch(begin, end)).then(
      (bytes) => transport.onDataRange(begin, bytes),
      (error: unknown) => {
        if (!stop.signal.aborted) onFailure(error);
      },
    );
  };
  transport.abort = () => stop.abort();
  return transport;
}
