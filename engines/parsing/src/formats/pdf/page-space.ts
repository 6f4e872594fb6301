import type { Pdfium } from './pdfium.ts';

/** A page as it is shown: width and height in points after its rotation, and the way from PDF user space to there. */
export type PageSpace = {
  width: number;
  height: number;
  /** User space (origin bottom left, unrotated) to shown points (origin top left). */
  toShown(x: number, y: number): readonly [number, number];
};

/** Large enough that the whole numbers of FPDF_PageToDevice lose nothing: a thousandth of a point on an A4 page. */
const DEVICE = 1_000_000;

/** The mapping of a loaded page; it is affine, so three points tell it all. */
export function readPageSpace(pdfium: Pdfium, page: number): PageSpace {
  const { call } = pdfium;
  const width = call.FPDF_GetPageWidthF(page);
  const height = call.FPDF_GetPageHeightF(page);
  const map = (x: number, y: number): [number, number] =>
    pdfium.scratch(8, (out) => {
      call.FPDF_PageToDevice(page, 0, 0, DEVICE, DEVICE, 0, x, y, out, out + 4);
      const view = pdfium.view();
      return [(view.getInt32(out, true) / DEVICE) * width, (view.getInt32(out + 4, true) / DEVICE) * height];
    });
  const span = 100;
  const [ox, oy] = map(0, 0);
  const [rx, ry] = map(span, 0);
  const [ux, uy] = map(0, span);
  const a = (rx - ox) / span;
  const b = (ry - oy) / span;
  const c = (ux - ox) / span;
  const d = (uy - oy) / span;
  return { width, height, toShown: (x, y) => [ox + a * x + c * y, oy + b * x + d * y] };
}
