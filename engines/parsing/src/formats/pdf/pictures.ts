import type { PageSpace } from './page-space.ts';
import type { Pdfium } from './pdfium.ts';

/** What is on a page besides text. `coverage`: share of the page under pictures, 0-1, overlaps counted twice. */
export type Pictures = { objects: number; pictures: number; coverage: number };

// FPDF_PAGEOBJ_*, fpdf_edit.h.
const TEXT = 1;
const IMAGE = 3;
/** A page of a map may have a million strokes; the first thousands tell enough. */
const MAX_OBJECTS = 5000;

/** Looks at the objects of a loaded page; text objects do not count. */
export function readPictures(pdfium: Pdfium, page: number, { width, height }: PageSpace): Pictures {
  const { call } = pdfium;
  const count = Math.min(MAX_OBJECTS, call.FPDFPage_CountObjects(page));
  const found: Pictures = { objects: 0, pictures: 0, coverage: 0 };
  pdfium.scratch(16, (bounds) => {
    for (let i = 0; i < count; i++) {
      const object = call.FPDFPage_GetObject(page, i);
      const type = call.FPDFPageObj_GetType(object);
      if (type === TEXT) continue;
      found.objects++;
      if (type !== IMAGE || !call.FPDFPageObj_GetBounds(object, bounds, bounds + 4, bounds + 8, bounds + 12)) continue;
      const [left = 0, bottom = 0, right = 0, top = 0] = new Float32Array(call.memory.buffer, bounds, 4);
      found.pictures++;
      found.coverage += (Math.max(0, right - left) * Math.max(0, top - bottom)) / (width * height);
    }
  });
  found.coverage = Math.min(1, found.coverage);
  return found;
}
