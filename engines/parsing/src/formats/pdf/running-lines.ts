import { buildRows, type Row } from './layout/rows.ts';
import type { Segment } from './layout/segments.ts';
import type { PageContent } from './page-content.ts';

/** Running headers and footers stand within this share of the page from its edge. */
const MARGIN = 0.13;
/** They stand at the same height on every page, to within so many points. */
const SAME_HEIGHT = 4;

type Candidate = { key: string; text: string; numbers: number[]; y: number; segments: readonly Segment[] };

export type RunningLines = {
  /** Takes the lines that also stand on a neighbouring page out of the page; gives those that are seen for the first time. */
  takeOut(page: PageContent, neighbours: readonly PageContent[]): { first: Segment[][]; removed: number };
};

/**
 * Finds lines that repeat from page to page. Two lines are the same when they differ at most in numbers, and those differ by as much as
 * the page numbers do: "Expediente 12" and "Expediente 14" on pages 1 and 2 are two things, "Página 1" and "Página 2" are one.
 */
export function createRunningLines(): RunningLines {
  const known = new Set<string>();
  return {
    takeOut(page, neighbours) {
      const others = neighbours.map((other) => ({ distance: other.part - page.part, lines: findCandidates(other) }));
      const first: Segment[][] = [];
      const gone = new Set<Segment>();
      let removed = 0;
      const all = page.layers.reduce((sum, layer) => sum + layer.segments.length, 0);
      for (const line of findCandidates(page)) {
        if (!others.some(({ distance, lines }) => lines.some((other) => isSame(line, other, distance)))) continue;
        for (const segment of line.segments) gone.add(segment);
        if (known.has(line.key)) removed++;
        else first.push([...line.segments]);
        known.add(line.key);
      }
      // A page that holds nothing else is made of these lines: they are its text.
      if (gone.size === all) return { first: [], removed: 0 };
      if (gone.size > 0) {
        for (const layer of page.layers) layer.segments = layer.segments.filter((segment) => !gone.has(segment));
      }
      return { first, removed };
    },
  };
}

const cache = new WeakMap<PageContent, Candidate[]>();

function findCandidates(page: PageContent): Candidate[] {
  const known = cache.get(page);
  if (known) return known;
  const main = page.layers[0];
  const height = main && main.direction % 2 === 1 ? page.size.width : page.size.height;
  const near = (main?.segments ?? []).filter(
    (segment) => segment.y0 < height * MARGIN || segment.y1 > height * (1 - MARGIN),
  );
  const found = buildRows(near).map(toCandidate);
  cache.set(page, found);
  return found;
}

function toCandidate(row: Row): Candidate {
  const text = row.segments.map((segment) => segment.text).join(' ');
  const numbers = (text.match(/\d+/g) ?? []).map(Number);
  return {
    key: `${text.replace(/\d+/g, '#')}@${Math.round(row.baseline / 20)}`,
    text,
    numbers,
    y: row.baseline,
    segments: row.segments,
  };
}

function isSame(line: Candidate, other: Candidate, distance: number): boolean {
  if (Math.abs(line.y - other.y) > SAME_HEIGHT) return false;
  if (line.text === other.text) return true;
  if (line.text.replace(/\d+/g, '#') !== other.text.replace(/\d+/g, '#')) return false;
  return line.numbers.every((number, i) => {
    const step = (other.numbers[i] ?? Number.NaN) - number;
    return step === 0 || step === distance;
  });
}
