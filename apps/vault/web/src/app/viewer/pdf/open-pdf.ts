import { getDocument, type PDFDocumentProxy, PDFWorker, version } from 'pdfjs-dist';
import type { DocumentDetails } from '../document-queries.ts';
import { takePdfWorker } from './pdf-worker.ts';
import { createRangeSource } from './range-source.ts';

/** Put beside the page's other files by the build (`vite.pdf-files.ts`). */
const filesUrl = (folder: string): string => new URL(`/assets/pdf-${version}-${folder}/`, location.origin).href;

/** Larger stretches mean fewer round trips; in a large file they would fetch much that nobody looks at. */
const rangeBytesOf = (sizeBytes: number): number => (sizeBytes > 64 * 1024 ** 2 ? 64 * 1024 : 512 * 1024);
/** A picture of more is left out: it would take more memory than a browser gives to a page. */
const mostImagePixels = 64 * 1024 ** 2;

export type OpenPdf = { pdf: Promise<PDFDocumentProxy>; close: () => void };

/**
 * Opens the original of a document page by page. Nothing in it runs: forms of XFA are not read, its scripts have no sandbox to run in, and links and
 * annotations are drawn, not made.
 */
export function openPdf(document: DocumentDetails): OpenPdf {
  const source = { documentId: document.id, versionId: document.versionId };
  const failed = Promise.withResolvers<never>();
  const rangeBytes = rangeBytesOf(document.sizeBytes);
  const { port, failed: notStarted } = takePdfWorker();
  const worker = PDFWorker.create({ port, verbosity: 0 });
  const task = getDocument({
    worker,
    range: createRangeSource(source, document.sizeBytes, rangeBytes, failed.reject),
    rangeChunkSize: rangeBytes,
    disableAutoFetch: true,
    disableStream: true,
    cMapUrl: filesUrl('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: filesUrl('fonts'),
    wasmUrl: filesUrl('wasm'),
    iccUrl: filesUrl('iccs'),
    useWorkerFetch: true,
    enableXfa: false,
    maxImageSize: mostImagePixels,
    verbosity: 0,
  });
  const pdf = Promise.race([task.promise, failed.promise, notStarted]);
  const close = async (): Promise<void> => {
    await task.destroy().catch(() => {});
    worker.destroy();
    port.terminate();
  };
  return { pdf, close: () => void close() };
}
