/** Drawn above and below what is on screen: scrolling by a row or two shows what is there already. */
const extra = 2;

/** The rows from `first` to before `last` are drawn; `turn` decides which of the elements shows which of them. */
export type RowWindow = { first: number; last: number; size: number; turn: number };

export const emptyWindow: RowWindow = { first: 0, last: 0, size: 1, turn: 0 };

/**
 * The window after a scroll. Rows that stay keep their element and those that leave lend theirs; after a jump, where none stays, the elements keep
 * their order, because to move one costs as much as to make it.
 */
export function moveWindow(before: RowWindow, firstShown: number, shown: number, count: number): RowWindow {
  const size = shown + 2 * extra;
  // A list that became shorter is drawn to its end before the browser says that it scrolled back.
  const first = Math.max(0, Math.min(firstShown, count - shown) - extra);
  const isJump = Math.abs(first - before.first) >= size;
  return {
    first,
    last: Math.min(count, first + size),
    size,
    turn: isJump ? before.turn + before.first - first : before.turn,
  };
}

/** The element that shows a row: a number below the window's size, another one for each row in it. */
export function elementOf(index: number, { size, turn }: RowWindow): number {
  return (((index + turn) % size) + size) % size;
}

export type View = { top: number; height: number };

/** Where to scroll so that a row is seen whole below the head, and no further. */
export function topToShow(index: number, { top, height }: View, rowHeight: number, headHeight: number): number {
  const highest = index * rowHeight;
  const lowest = highest + rowHeight + headHeight - height;
  return Math.min(highest, Math.max(lowest, top));
}
