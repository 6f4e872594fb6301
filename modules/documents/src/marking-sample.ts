import type { Block } from '@nexus/parsing';

/** What of a document is looked at for markings: lines where banners stand, beginnings of paragraphs where portion marks stand. */
export type MarkedSample = { lines: string[]; paragraphs: string[] };

/** Lines at the head and at the foot of a part, and parts that are looked at. */
const headLines = 8;
const footLines = 4;
const mostParts = 20;
const mostParagraphs = 1_000;
const longestLine = 160;
const portionLength = 80;

/** Gathers it while the blocks of a document go by; holds some thousands of short lines at most. */
export function createMarkingSample() {
  const parts = new Map<number, { head: string[]; foot: string[] }>();
  const paragraphs: string[] = [];

  function add(blocks: readonly Block[]): void {
    for (const { text, place } of blocks) {
      if (paragraphs.length < mostParagraphs && /^\s*\(/.test(text)) paragraphs.push(text.slice(0, portionLength));
      const known = parts.get(place.part);
      if (!known && parts.size >= mostParts) continue;
      const part = known ?? { head: [], foot: [] };
      parts.set(place.part, part);
      for (const line of text.split('\n', headLines)) {
        if (line.trim() === '' || line.length > longestLine) continue;
        if (part.head.length < headLines) part.head.push(line);
        else part.foot.push(line);
        if (part.foot.length > footLines) part.foot.shift();
      }
    }
  }

  function take(): MarkedSample {
    return { lines: [...parts.values()].flatMap(({ head, foot }) => [...head, ...foot]), paragraphs };
  }

  return { add, take };
}
