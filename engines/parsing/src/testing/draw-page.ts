import { openPdf } from '../formats/pdf/pdf-document.ts';
import { loadPdfium } from '../formats/pdf/pdfium.ts';
import { renderPage } from '../formats/pdf/render.ts';
import type { GreyImage } from '../ocr/grey-image.ts';
import { makePdf, type PdfPage } from './make-pdf.ts';

/** A page as a scanner would see it at 200 dpi. */
export async function drawPage(page: PdfPage): Promise<GreyImage> {
  const pdfium = await loadPdfium();
  const document = openPdf(pdfium, makePdf([page]));
  const handle = pdfium.call.FPDF_LoadPage(document.handle, 0);
  try {
    return renderPage(pdfium, handle);
  } finally {
    pdfium.call.FPDF_ClosePage(handle);
    document.close();
  }
}

/** Turns a page about its middle, as it lies on a scanner when nobody looks; nearest pixel, white corners. `angle` in degrees, clockwise. */
export function skewImage(image: GreyImage, angle: number): GreyImage {
  const { width, height, pixels } = image;
  const turned = new Uint8Array(pixels.length).fill(255);
  const radians = (angle * Math.PI) / 180;
  const [sin, cos] = [Math.sin(radians), Math.cos(radians)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const dx = x - width / 2;
      const dy = y - height / 2;
      const u = Math.round(width / 2 + dx * cos + dy * sin);
      const v = Math.round(height / 2 - dx * sin + dy * cos);
      if (u >= 0 && u < width && v >= 0 && v < height) turned[y * width + x] = pixels[v * width + u] as number;
    }
  }
  return { ...image, pixels: turned };
}
