import { ParseFailure } from '../../reader.ts';
import type { Pdfium } from './pdfium.ts';

/** An open PDF. `close` frees its copy in the WASM memory. */
export type PdfDocument = {
  handle: number;
  pages: number;
  meta(key: string): string;
  close(): void;
};

// FPDF_GetLastError, fpdfview.h.
const ERROR_PASSWORD = 4;
const ERROR_SECURITY = 5;

/**
 * Opens a PDF from memory with the empty user password, which is all that files with only an owner password need.
 * @throws ParseFailure `encrypted`, `broken`, or `memory` when the WASM memory cannot hold the file.
 */
export function openPdf(pdfium: Pdfium, bytes: Uint8Array): PdfDocument {
  const { call } = pdfium;
  const copy = call.malloc(bytes.length);
  if (copy === 0) throw new ParseFailure('memory', 'the file does not fit into memory');
  pdfium.bytes().set(bytes, copy);
  const handle = call.FPDF_LoadMemDocument(copy, bytes.length, 0);
  if (handle === 0) {
    const error = call.FPDF_GetLastError();
    call.free(copy);
    if (error === ERROR_PASSWORD) throw new ParseFailure('encrypted', 'the PDF is protected by a password');
    if (error === ERROR_SECURITY) throw new ParseFailure('encrypted', 'the PDF uses a protection that cannot be read');
    throw new ParseFailure('broken', 'the PDF is damaged and cannot be opened');
  }
  return {
    handle,
    pages: call.FPDF_GetPageCount(handle),
    meta: (key) =>
      pdfium.withName(key, (name) =>
        pdfium.string((buffer, length) => call.FPDF_GetMetaText(handle, name, buffer, length)),
      ),
    close() {
      call.FPDF_CloseDocument(handle);
      call.free(copy);
    },
  };
}
