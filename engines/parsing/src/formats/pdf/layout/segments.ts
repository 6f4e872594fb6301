/** A stretch of text on one baseline without a gap, in shown points (origin at the top left). */
export type Segment = {
  text: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  baseline: number;
  /** Height of the font's line box, about 1.2 times the font size. */
  height: number;
  bold: boolean;
  /** Where its words begin and end, in the text and on the page. */
  words: readonly Word[];
};

export type Word = { start: number; end: number; x0: number; x1: number };

/** One character as it stands on the page. `space` for what only separates words. */
export type Glyph = {
  text: string;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
  baseline: number;
  bold: boolean;
  space: boolean;
};

/** A gap of more line heights than this is no word space, even in justified text: a column or a table cell begins. */
const SPLIT_GAP = 1.25;
/** A gap of more line heights than this is a word space although the file has none there. */
const WORD_GAP = 0.2;
/** Super- and subscripts stay in their line up to this share of the height. */
const SHIFT = 0.55;

/** Puts glyphs, in the order of the file, together into segments. Linear. */
export function buildSegments(glyphs: Iterable<Glyph>): Segment[] {
  const segments: Segment[] = [];
  let open: (Segment & { words: Word[]; boldGlyphs: number; glyphs: number; pendingSpace: boolean }) | null = null;
  const close = (): void => {
    if (open === null) return;
    const text = open.text.trimEnd();
    if (text !== '') {
      const { x0, y0, x1, y1, baseline, height, words } = open;
      segments.push({ text, x0, y0, x1, y1, baseline, height, words, bold: open.boldGlyphs * 2 > open.glyphs });
    }
    open = null;
  };
  for (const glyph of glyphs) {
    if (glyph.space) {
      if (open !== null) open.pendingSpace = true;
      continue;
    }
    const height = glyph.y1 - glyph.y0;
    if (open !== null && !continues(open, glyph, height)) close();
    if (open === null) {
      open = { ...glyph, height, words: [], boldGlyphs: 0, glyphs: 0, pendingSpace: false };
      open.text = '';
    }
    const gap = glyph.x0 - open.x1;
    const divides = open.text !== '' && (open.pendingSpace || gap > WORD_GAP * open.height);
    if (divides) open.text += ' ';
    const word = open.words.at(-1);
    const start = open.text.length;
    open.pendingSpace = false;
    open.text += glyph.text;
    if (word && !divides) {
      word.end = open.text.length;
      word.x1 = Math.max(word.x1, glyph.x1);
    } else open.words.push({ start, end: open.text.length, x0: glyph.x0, x1: glyph.x1 });
    open.glyphs++;
    if (glyph.bold) open.boldGlyphs++;
    open.x0 = Math.min(open.x0, glyph.x0);
    open.x1 = Math.max(open.x1, glyph.x1);
    open.y0 = Math.min(open.y0, glyph.y0);
    open.y1 = Math.max(open.y1, glyph.y1);
    if (height > open.height) {
      open.height = height;
      open.baseline = glyph.baseline;
    }
  }
  close();
  return segments;
}

function continues(open: Segment, glyph: Glyph, height: number): boolean {
  const tallest = Math.max(open.height, height);
  const gap = glyph.x0 - open.x1;
  return (
    Math.abs(glyph.baseline - open.baseline) <= SHIFT * tallest &&
    gap <= SPLIT_GAP * tallest &&
    gap >= -0.6 * tallest &&
    glyph.x1 >= open.x0
  );
}

/** The segment in two or more, cut at those word gaps that hold one of the given x. Places of the halves are exact. */
export function cutSegment(segment: Segment, bounds: readonly number[]): Segment[] {
  const { words } = segment;
  const pieces: Segment[] = [];
  let from = 0;
  for (let i = 1; i <= words.length; i++) {
    const left = words[i - 1] as Word;
    const right = words[i];
    if (right && !bounds.some((x) => x > left.x1 && x < right.x0)) continue;
    const first = words[from] as Word;
    const own = words
      .slice(from, i)
      .map((word) => ({ ...word, start: word.start - first.start, end: word.end - first.start }));
    pieces.push({ ...segment, text: segment.text.slice(first.start, left.end), x0: first.x0, x1: left.x1, words: own });
    from = i;
  }
  return pieces;
}
