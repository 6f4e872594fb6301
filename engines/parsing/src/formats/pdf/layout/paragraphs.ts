import type { Line } from './lines.ts';

/** Lines that belong together. `list` when they begin with a bullet or a number. */
export type Paragraph = { lines: Line[]; list: boolean };

const BULLET =
  /^(?:[•▪■●○◦‣⁃∙·\uf0b7\uf0a7\uf0d8]|[-–—*](?=\s)|(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)](?=\s)|\(\w{1,3}\)(?=\s))/;
/** What ends a sentence: a short line that ends so ends its paragraph. */
const SENTENCE_END = /[.:;!?»”")\]]$/;

const MAX_HEIGHT_CHANGE = 0.12;
/** How much wider than the usual distance of lines a gap must be to part paragraphs. */
const PARAGRAPH_GAP = 1.3;
/** No line spacing is wider than this many line boxes (double spacing is about 1.9). */
const MAX_PITCH = 2.2;
/** A line that ends before this share of the column's width is short: what follows could have stood in it. */
const FULL_LINE = 0.86;

type ColumnEdges = { left: number; right: number };

/** Parts the lines of one column into paragraphs by distance, size, weight, indent and bullets. Linear. */
export function buildParagraphs(lines: readonly Line[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  const edges = {
    left: Math.min(...lines.map((line) => line.x0)),
    right: Math.max(...lines.map((line) => line.x1)),
  };
  let open: Paragraph | null = null;
  lines.forEach((line, i) => {
    const list = BULLET.test(line.text);
    if (open === null || list || beginsParagraph(open, line, lines[i + 1], edges)) {
      open = { lines: [line], list };
      paragraphs.push(open);
    } else open.lines.push(line);
  });
  return paragraphs;
}

function beginsParagraph(open: Paragraph, line: Line, next: Line | undefined, { left, right }: ColumnEdges): boolean {
  const before = open.lines.at(-1) as Line;
  if (!isSameSize(before, line)) return true;
  if (line.bold !== before.bold && !continuesBold(open, line)) return true;
  const full = before.x1 - left >= FULL_LINE * (right - left);
  const distance = line.baseline - before.baseline;
  if (distance < 0 || distance > PARAGRAPH_GAP * expectedPitch(open, line, next, full)) return true;
  if (open.list) return line.x0 < (open.lines[0] as Line).x0 - 0.3 * line.height;
  const ended = SENTENCE_END.test(before.text);
  const indented = line.x0 - left > 0.8 * line.height && before.x0 - left < 0.3 * line.height;
  return ended && (indented || !full);
}

/**
 * The distance of lines within this paragraph. Once it has two lines it is known. Before that, the distance to the line after tells,
 * but only when the first line is full: a short one may as well be a paragraph of its own in a list of such.
 */
function expectedPitch(open: Paragraph, line: Line, next: Line | undefined, full: boolean): number {
  const [first, second] = open.lines;
  const known = first && second ? second.baseline - first.baseline : 0;
  if (known > 0) return known;
  const single = line.height * 1.1;
  const following = next && isSameSize(line, next) ? next.baseline - line.baseline : 0;
  const plausible = following > 0 && following < MAX_PITCH * line.height;
  return full && plausible ? Math.max(single, following) : single;
}

function isSameSize(a: Line, b: Line): boolean {
  return Math.abs(a.height - b.height) <= MAX_HEIGHT_CHANGE * Math.max(a.height, b.height);
}

/** "**Artículo 3.** The text goes on": a first line that counts as bold may open an ordinary paragraph. */
function continuesBold(open: Paragraph, line: Line): boolean {
  return open.lines.length === 1 && !line.bold && /^\p{Ll}/u.test(line.text);
}
