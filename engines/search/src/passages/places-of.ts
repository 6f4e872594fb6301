import type { Passage, PassageAnchor } from './passage.ts';
import { countLineBreaks } from './pieces.ts';

/** A place to mark when a quotation is shown. */
export type QuotedPlace = {
  part: number;
  block: number;
  /** The quoted characters of the block's text (UTF-16 units); a whole cell where only its place is known. */
  start: number;
  end: number;
  /** x0, y0, x1, y1 as fractions of the page: one a line, cut to the quoted characters in proportion. */
  rects: (readonly [number, number, number, number])[];
  /** Cell (`C4`). */
  range?: string;
  /** First and last line in the source text, from 1. */
  lines?: readonly [first: number, last: number];
};

/** Where the characters `range` of a passage's text stand in the document. In reading order; empty only for separators. */
export function placesOf(
  passage: Pick<Passage, 'text' | 'anchors'>,
  range: { start: number; end: number },
): QuotedPlace[] {
  const places: QuotedPlace[] = [];
  for (const anchor of passage.anchors) {
    if (anchor.end <= range.start || anchor.start >= range.end) continue;
    const place = placeIn(passage.text, anchor, Math.max(range.start, anchor.start), Math.min(range.end, anchor.end));
    const before = places[places.length - 1];
    // A label and its value are one cell.
    if (before && before.block === place.block && before.range !== undefined && before.range === place.range) {
      before.rects = unite(before.rects, place.rects);
      before.start = Math.min(before.start, place.start);
      before.end = Math.max(before.end, place.end);
    } else places.push(place);
  }
  return places;
}

function placeIn(text: string, anchor: PassageAnchor, start: number, end: number): QuotedPlace {
  const verbatim = anchor.end - anchor.start === anchor.blockEnd - anchor.blockStart;
  const blockStart = verbatim ? anchor.blockStart + (start - anchor.start) : anchor.blockStart;
  const blockEnd = verbatim ? anchor.blockStart + (end - anchor.start) : anchor.blockEnd;
  const { part, lines, range, line } = anchor.place;
  const rects: QuotedPlace['rects'] = [];
  for (const box of lines ?? []) {
    const from = Math.max(box.start, blockStart);
    const to = Math.min(box.end, blockEnd);
    if (from >= to) continue;
    const [x0, y0, x1, y1] = box.rect;
    const perCharacter = (x1 - x0) / (box.end - box.start);
    rects.push([x0 + (from - box.start) * perCharacter, y0, x0 + (to - box.start) * perCharacter, y1]);
  }
  const place: QuotedPlace = { part, block: anchor.block, start: blockStart, end: blockEnd, rects };
  if (range !== undefined) place.range = range;
  if (line !== undefined) {
    const first = line + (verbatim ? countLineBreaks(text, anchor.start, start) : 0);
    place.lines = [first, first + (verbatim ? countLineBreaks(text, start, end) : 0)];
  }
  return place;
}

function unite(a: QuotedPlace['rects'], b: QuotedPlace['rects']): QuotedPlace['rects'] {
  const known = new Set(a.map((rect) => rect.join()));
  return [...a, ...b.filter((rect) => !known.has(rect.join()))];
}
