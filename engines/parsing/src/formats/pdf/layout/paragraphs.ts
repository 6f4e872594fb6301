import type { Line } from './lines.ts';

/** Lines that belong together. `list` when they begin with a bullet or a number. */
export type Paragraph = { lines: Line[]; list: boolean };

const BULLET = /^(?:[•▪■●○◦‣⁃∙·\uf0b7\uf0a7\uf0d8]|[-–—*](?=\s)|(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})[.)](?=\s)|\(\w{1,3}\)(?=\s))/;
/** What ends a sentence: a short line that ends so ends its paragraph. */
const SENTENCE_END = /[.:;!?»”")\]]$/;

const MAX_HEIGHT_CHANGE = 0.12;
/** How much wider than the usual distance of lines a gap must be to part paragraphs. */
const PARAGRAPH_GAP = 1.3;
const SHORT_LINE = 0.88;

/** Parts the lines of one column into paragraphs by distance, size, weight, indent and bullets. Linear. */
export function buildParagraphs(lines: readonly Line[]): Paragraph[] {
  const paragraphs: Paragraph[] = [];
  const pitch = usualPitch(lines);
  const left = Math.min(...lines.map((line) => line.x0));
  const right = Math.max(...lines.map((line) => line.x1));
  let open: Paragraph | null = null;
  for (const line of lines) {
    const before: Line | undefined = open?.lines.at(-1);
    const list = BULLET.test(line.text);
    if (open === null || before === undefined || list || parts(open, before, line, pitch, left, right)) {
      open = { lines: [line], list };
      paragraphs.push(open);
    } else open.lines.push(line);
  }
  return paragraphs;
}

function parts(open: Paragraph, before: Line, line: Line, pitch: number, left: number, right: number): boolean {
  const distance = line.baseline - before.baseline;
  const own = Math.max(pitch, before.height * 0.9);
  if (distance > PARAGRAPH_GAP * own || distance < 0) return true;
  if (Math.abs(line.height - before.height) > MAX_HEIGHT_CHANGE * Math.max(line.height, before.height)) return true;
  if (line.bold !== before.bold && !continuesBold(open, line)) return true;
  if (open.list) return line.x0 < (open.lines[0] as Line).x0 - 0.3 * line.height;
  const indented = line.x0 - left > 0.8 * line.height && before.x0 - left < 0.3 * line.height;
  const short = before.x1 - left < SHORT_LINE * (right - left) && SENTENCE_END.test(before.text);
  return (indented && SENTENCE_END.test(before.text)) || short;
}

/** "**Artículo 3.** The text goes on": a first line that counts as bold may open an ordinary paragraph. */
function continuesBold(open: Paragraph, line: Line): boolean {
  return open.lines.length === 1 && !line.bold && /^\p{Ll}/u.test(line.text);
}

/** Median distance of baselines, of those that could be within a paragraph. */
function usualPitch(lines: readonly Line[]): number {
  const distances: number[] = [];
  for (let i = 1; i < lines.length; i++) {
    const distance = (lines[i] as Line).baseline - (lines[i - 1] as Line).baseline;
    if (distance > 0 && distance < 2.2 * (lines[i] as Line).height) distances.push(distance);
  }
  distances.sort((a, b) => a - b);
  // The lower middle: where half of the gaps are between paragraphs, the smaller half is the true pitch.
  return distances[Math.floor((distances.length - 1) / 3)] ?? (lines[0]?.height ?? 12) * 1.2;
}
