import { measureGarbage } from '../../text/garbage.ts';
import { readAnnotations } from './annotations.ts';
import { buildSegments, type Segment } from './layout/segments.ts';
import { type Direction, readGlyphs } from './page-glyphs.ts';
import { type PageSpace, readPageSpace } from './page-space.ts';
import type { Pdfium } from './pdfium.ts';
import { readPictures } from './pictures.ts';

/** Everything that is taken from one page before its neighbours are known. */
export type PageContent = {
  part: number;
  size: Pick<PageSpace, 'width' | 'height'>;
  /** By direction of writing; the one with the most text first. */
  layers: { direction: Direction; segments: Segment[] }[];
  /** Comments, stamps and form fields, each a line of text. */
  annotations: string[];
  garbage: number;
  /** `text`: the text layer is good. `picture`: what there is to read is in pictures or strokes. `empty`: a blank page. */
  source: 'text' | 'picture' | 'empty';
  /** Pictures beside the text that are large enough to hold text of their own. */
  pictures: number;
};

/** Fewer characters than this on a page that a picture covers are a stamp or a page number on a scan. */
const FEW_CHARACTERS = 150;
const COVERED = 0.5;
const NOTABLE = 0.15;
/** From this share of garbage on, the letters are looked at rather than the codes behind them. */
const UNREADABLE = 0.3;

/** Reads a page, or null when PDFium cannot load it. */
export function readPageContent(pdfium: Pdfium, document: number, form: number, part: number): PageContent | null {
  const { call } = pdfium;
  const page = call.FPDF_LoadPage(document, part - 1);
  if (page === 0) return null;
  try {
    const space = readPageSpace(pdfium, page);
    const { layers, characters } = readGlyphs(pdfium, page, space);
    const segments = layers.map(({ direction, glyphs }) => ({ direction, segments: buildSegments(glyphs) }));
    const text = segments.flatMap((layer) => layer.segments.map((segment) => segment.text)).join('\n');
    const garbage = measureGarbage(text);
    const { objects, pictures, coverage } = readPictures(pdfium, page, space);
    const scanned = characters === 0 ? objects > 0 : coverage > COVERED && characters < FEW_CHARACTERS;
    return {
      part,
      size: { width: round(space.width), height: round(space.height) },
      layers: segments,
      annotations: readAnnotations(pdfium, page, form),
      garbage,
      source: scanned || garbage > UNREADABLE ? 'picture' : characters > 0 ? 'text' : 'empty',
      pictures: coverage > NOTABLE ? pictures : 0,
    };
  } finally {
    call.FPDF_ClosePage(page);
  }
}

function round(points: number): number {
  return Math.round(points * 100) / 100;
}
