import type { Passage } from '@nexus/search';

export type MarkedPlace = { part: number; block: number; start: number; end: number };

/**
 * The block of the document in which most of the marked words stand (the first such), with the characters of the block from the first to the
 * last of them; so that a hit opens at the very place. Null without marks. Marks are in order and do not overlap.
 */
export function placeOfMarks(
  passage: Pick<Passage, 'anchors'>,
  marks: readonly { start: number; end: number }[],
): MarkedPlace | null {
  let best: { count: number; place: MarkedPlace } | null = null;
  for (const anchor of passage.anchors) {
    const within = marks.filter((mark) => mark.start >= anchor.start && mark.end <= anchor.end);
    const [first, last] = [within[0], within.at(-1)];
    if (!first || !last || within.length <= (best?.count ?? 0)) continue;
    const { block, blockStart, blockEnd, place } = anchor;
    // Only where the block stands in the passage letter by letter do its characters count the same.
    const isVerbatim = anchor.end - anchor.start === blockEnd - blockStart;
    const start = isVerbatim ? blockStart + first.start - anchor.start : blockStart;
    const end = isVerbatim ? blockStart + last.end - anchor.start : blockEnd;
    best = { count: within.length, place: { part: place.part, block, start, end } };
  }
  return best?.place ?? null;
}
