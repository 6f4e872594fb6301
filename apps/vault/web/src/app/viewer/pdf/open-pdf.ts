import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy, version } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import type { DocumentDetails } from '../document-queries.ts';
import { createRangeSource } from './range-source.ts';

GlobalWorkerOptions.workerSrc = workerUrl;

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
  const task = getDocument({
    range: createRangeSource(source, document.sizeBytes, failed.reject),
    rangeChunkSize: rangeBytesOf(document.sizeBytes),
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
  const pdf = Promise.race([task.promise, failed.promise]);
  return { pdf, close: () => void task.destroy() };
}
