/** A page as it is shown before the reader turns it: points or pixels, only their proportion and size relative to each other count. */
export type PageSize = { part: number; width: number; height: number };

/** Quarter turns clockwise that the reader added. */
export type Turns = 0 | 1 | 2 | 3;

export type PageBox = { part: number; top: number; width: number; height: number };
export type PageLayout = { boxes: readonly PageBox[]; height: number; width: number };

/** Between pages and around them, in CSS pixels. */
export const pageGap = 12;

export function turned({ part, width, height }: PageSize, turns: Turns): PageSize {
  return turns % 2 === 0 ? { part, width, height } : { part, width: height, height: width };
}

/** Pages one below the other at a scale (CSS pixels a point). Linear. */
export function layoutPages(sizes: readonly PageSize[], scale: number, turns: Turns): PageLayout {
  let top = pageGap;
  let widest = 0;
  const boxes = sizes.map((size) => {
    const { part, width, height } = turned(size, turns);
    const box = { part, top, width: Math.round(width * scale), height: Math.round(height * scale) };
    top += box.height + pageGap;
    widest = Math.max(widest, box.width);
    return box;
  });
  return { boxes, height: top, width: widest };
}

/** Index of the page that covers `y`, or the next below it; the last beyond the end. Logarithmic. */
export function pageAt({ boxes }: PageLayout, y: number): number {
  let low = 0;
  let high = boxes.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    const box = boxes[middle]!;
    if (box.top + box.height + pageGap <= y) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The pages that are on screen, with `extra` more on both sides. */
export function pagesInView(layout: PageLayout, top: number, height: number, extra = 1): readonly PageBox[] {
  const first = Math.max(0, pageAt(layout, top) - extra);
  return layout.boxes.slice(first, pageAt(layout, top + height) + 1 + extra);
}

/** The scale at which most pages fill a view; a plan that is folded out among letters is wider, and does not make the letters small. */
export function fitWidth(sizes: readonly PageSize[], turns: Turns, viewWidth: number): number {
  const widths = sizes.map((size) => turned(size, turns).width).sort((a, b) => a - b);
  const common = widths[widths.length >> 1] ?? 1;
  return boundScale((viewWidth - 2 * pageGap) / common);
}

export function boundScale(scale: number): number {
  return Math.min(6, Math.max(0.05, scale));
}

/** Where a reader is, in terms that outlast a change of scale: the page, and how far down it the top of the view lies. */
export type Anchor = { index: number; fraction: number };

export function anchorAt(layout: PageLayout, top: number): Anchor {
  const index = pageAt(layout, top);
  const box = layout.boxes[index];
  return { index, fraction: box ? (top - box.top) / box.height : 0 };
}

export function topOf(layout: PageLayout, { index, fraction }: Anchor): number {
  const box = layout.boxes[index];
  return box ? Math.max(0, box.top + fraction * box.height) : 0;
}
