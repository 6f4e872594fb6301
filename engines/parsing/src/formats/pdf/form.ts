import type { Pdfium } from './pdfium.ts';

/** PDFium's form environment, without which field values cannot be asked for. `handle` is 0 when there is none. */
export type Form = { handle: number; close(): void };

/** FPDF_FORMFILLINFO, fpdf_formfill.h: a version and some forty callbacks and flags, all of which may be absent. */
const INFO_BYTES = 256;
const VERSION = 2;

export function openForm(pdfium: Pdfium, document: number): Form {
  const { call } = pdfium;
  const info = call.malloc(INFO_BYTES);
  pdfium.bytes().fill(0, info, info + INFO_BYTES);
  pdfium.view().setInt32(info, VERSION, true);
  const handle = call.FPDFDOC_InitFormFillEnvironment(document, info);
  return {
    handle,
    close() {
      if (handle !== 0) call.FPDFDOC_ExitFormFillEnvironment(handle);
      call.free(info);
    },
  };
}
