type Range = { start: number; end: number };

export type Snippet = { text: string; marks: Range[] };

const length = 280;
/** How far a cut may move to fall between words. */
const slack = 24;

/** The part of a passage in which most marks stand, cut between words, with an ellipsis where something is left out. Marks are in order. */
export function snippetOf(text: string, marks: readonly Range[], maxLength: number = length): Snippet {
  if (text.length <= maxLength) return { text, marks: [...marks] };
  const start = wordStart(text, bestStart(text, marks, maxLength));
  const end = wordEnd(text, Math.min(text.length, start + maxLength));
  const before = start > 0 ? '… ' : '';
  const shift = before.length - start;
  return {
    text: `${before}${text.slice(start, end)}${end < text.length ? ' …' : ''}`,
    marks: marks
      .filter((mark) => mark.start >= start && mark.end <= end)
      .map((mark) => ({ start: mark.start + shift, end: mark.end + shift })),
  };
}

/** A little before the first mark of the window that holds most of them; the earliest such window. */
function bestStart(text: string, marks: readonly Range[], maxLength: number): number {
  let best = { start: 0, count: 0 };
  for (const [index, { start }] of marks.entries()) {
    const count = marks.slice(index).filter((mark) => mark.end <= start + maxLength - 2 * slack).length;
    if (count > best.count) best = { start, count };
  }
  const lead = Math.floor(maxLength / 5);
  return Math.max(0, Math.min(best.start - Math.min(lead, 2 * slack), text.length - maxLength));
}

function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + slack).search(/\s/);
  return space < 0 ? at : at + space + 1;
}

function wordEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const space = text.slice(at - slack, at).search(/\s\S*$/);
  return space < 0 ? at : at - slack + space;
}
