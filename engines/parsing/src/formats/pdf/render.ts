import { ensureSize } from '../image/rgba.ts';
import type { Pdfium } from './pdfium.ts';

/** Best for the models in accuracy and time on A4 pages of 10-12 point print (README, "Figures"); more dots cost time and gain nothing. */
const DPI = 200;
/** A longer side than this (A2 at 200 dpi) is a plan or a poster: fewer dots will do. */
const MAX_SIDE = 4700;
const GREY_BITMAP = 1;
const WHITE = 0xffff_ffff;
const FLAGS = 0x01 /* annotations */ | 0x08; /* grey */

export type RenderedPage = { width: number; height: number; dpi: number; pixels: Uint8Array };

/** Draws a loaded page in grey, annotations included, as it is shown. Some 50-100 ms for a scanned A4 page. */
export function renderPage(pdfium: Pdfium, page: number): RenderedPage {
  const { call } = pdfium;
  const pointsWide = call.FPDF_GetPageWidthF(page);
  const pointsHigh = call.FPDF_GetPageHeightF(page);
  const dpi = Math.min(DPI, (MAX_SIDE * 72) / Math.max(pointsWide, pointsHigh));
  const width = Math.max(1, Math.round((pointsWide * dpi) / 72));
  const height = Math.max(1, Math.round((pointsHigh * dpi) / 72));
  ensureSize(width, height);
  const bitmap = call.FPDFBitmap_CreateEx(width, height, GREY_BITMAP, 0, 0);
  if (bitmap === 0) throw new RangeError('PDFium: array length: no memory for a page');
  try {
    call.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
    call.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, FLAGS);
    const stride = call.FPDFBitmap_GetStride(bitmap);
    const from = call.FPDFBitmap_GetBuffer(bitmap);
    const memory = pdfium.bytes();
    const pixels = new Uint8Array(width * height);
    for (let y = 0; y < height; y++)
      pixels.set(memory.subarray(from + y * stride, from + y * stride + width), y * width);
    return { width, height, dpi, pixels };
  } finally {
    call.FPDFBitmap_Destroy(bitmap);
  }
}
