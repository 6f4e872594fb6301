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

/** Gives pdf.js the stretches of the file that it asks for, and nothing else: a page of a thousand costs some hundred kilobytes. */
export function createRangeSource(
  source: Required<DocumentRef>,
  sizeBytes: number,
  onFailure: (error: unknown) => void,
): PDFDataRangeTransport {
  const transport = new PDFDataRangeTransport(sizeBytes, null);
  const stop = new AbortController();
  transport.requestDataRange = (begin, end) => {
    readBytes(source, begin, end, stop.signal).then(
      (bytes) => transport.onDataRange(begin, bytes),
      (error: unknown) => {
        if (!stop.signal.aborted) onFailure(error);
      },
    );
  };
  transport.abort = () => stop.abort();
  return transport;
}
