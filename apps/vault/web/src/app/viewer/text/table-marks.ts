import type { TextBlock } from '../document-queries.ts';
import type { TextRange } from '../place.ts';

const separator = ' | ';

/**
 * The characters that a mark on a row's text (cells joined by ` | `) marks in each of its cells; null for a cell that it does not touch. A mark that
 * touches separators only marks nothing.
 */
export function cellMarks(row: Pick<TextBlock, 'text' | 'cells'>, mark: TextRange | null): (TextRange | null)[] {
  let at = 0;
  return (row.cells ?? []).map(({ text }) => {
    // The text of a cell may stand in the row's text with its line breaks made spaces; its length is the same.
    const from = at;
    at += text.length + separator.length;
    if (mark === null) return null;
    const start = Math.max(0, mark.start - from);
    const end = Math.min(text.length, mark.end - from);
    return start < end ? { start, end } : null;
  });
}
