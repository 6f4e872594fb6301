import { AnnotationMode, type PDFDocumentProxy, type PDFPageProxy } from 'pdfjs-dist';
import type { Turns } from '../pages/page-layout.ts';

/** More pixels than this in one canvas fail in some browsers, without an error. */
const mostPixels = 24 * 1024 ** 2;
const printedDotsPerPoint = 150 / 72;

export type Painting = { done: Promise<void>; cancel: () => void };

/** Draws a page on a canvas of `width` by `height` CSS pixels. Annotations are drawn as they look; none of them does anything. */
export function paint(
  page: PDFPageProxy,
  canvas: HTMLCanvasElement,
  width: number,
  turns: Turns,
  density: number,
): Painting {
  const rotation = (page.rotate + turns * 90) % 360;
  const plain = page.getViewport({ scale: 1, rotation });
  const wanted = (width / plain.width) * density;
  const scale = Math.min(wanted, Math.sqrt(mostPixels / (plain.width * plain.height)));
  const viewport = page.getViewport({ scale, rotation });
  canvas.width = Math.max(1, Math.floor(viewport.width));
  canvas.height = Math.max(1, Math.floor(viewport.height));
  const task = page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE });
  return { done: task.promise, cancel: () => task.cancel() };
}

/** A page as an image for the printer. */
export async function paintPdfPage(pdf: PDFDocumentProxy, part: number): Promise<Blob> {
  const page = await pdf.getPage(part);
  const canvas = document.createElement('canvas');
  const { width } = page.getViewport({ scale: 1 });
  await paint(page, canvas, width, 0, printedDotsPerPoint).done;
  return await new Promise((done, fail) => {
    canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('the page could not be drawn'))), 'image/png');
  });
}
