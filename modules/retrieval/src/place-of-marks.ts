import type { Passage } from '@nexus/search';

export type MarkedPlace = { part: number; block: number; start: number; end: number };

type Range = { start: number; end: number };

/** Words farther apart than this, in characters, are not shown as one place. */
const reach = 60;

/**
 * Where most of the marked words stand close together (the first such place): the block of the document, and the characters of the block from the
 * first to the last of them; so that a hit opens at the very place. Null without marks. Marks are in order and do not overlap.
 */
export function placeOfMarks(passage: Pick<Passage, 'anchors'>, marks: readonly Range[]): MarkedPlace | null {
  let best: { count: number; place: MarkedPlace } | null = null;
  for (const anchor of passage.anchors) {
    const within = densest(marks.filter((mark) => mark.start >= anchor.start && mark.end <= anchor.end));
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

/** The longest run of marks that follow one another closely. */
function densest(marks: readonly Range[]): readonly Range[] {
  const runs: Range[][] = [];
  for (const mark of marks) {
    const run = runs.at(-1);
    if (run && mark.start - run.at(-1)!.end <= reach) run.push(mark);
    else runs.push([mark]);
  }
  return runs.reduce<readonly Range[]>((best, run) => (run.length > best.length ? run : best), []);
}
