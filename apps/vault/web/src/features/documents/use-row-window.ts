import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

/** Drawn above and below what is on screen: scrolling by a few rows shows what is there already. */
const extra = 4;
/** Until the view is measured: about what a screen shows. */
const rowsAtFirst = 20;

export type RowWindowOptions = { count: number; rowHeight: number; headHeight: number };

/**
 * Which of very many rows of one height are drawn in a view that scrolls, below a head that stays. Rows are drawn together with the jump that shows
 * them: measuring first and drawing after the scroll event would lay out the table twice.
 */
export function useRowWindow({ count, rowHeight, headHeight }: RowWindowOptions) {
  const scroller = useRef<HTMLDivElement>(null);
  const [firstShown, setFirstShown] = useState(0);
  const [shown, setShown] = useState(rowsAtFirst);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => setShown(Math.ceil((element.clientHeight - headHeight) / rowHeight) + 1);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [rowHeight, headHeight]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const take = (): void => setFirstShown(Math.floor(element.scrollTop / rowHeight));
    take();
    // In the frame of the scroll, or the rows would come after the scrollbar.
    const follow = (): void => flushSync(take);
    element.addEventListener('scroll', follow, { passive: true });
    return () => element.removeEventListener('scroll', follow);
  }, [rowHeight]);

  /** Scrolls no further than it takes to see the row whole. */
  const show = useCallback(
    (index: number): void => {
      const element = scroller.current;
      if (!element) return;
      const top = index * rowHeight;
      const leastTop = top + rowHeight + headHeight - element.clientHeight;
      if (top < element.scrollTop) element.scrollTop = top;
      else if (leastTop > element.scrollTop) element.scrollTop = leastTop;
      else return;
      setFirstShown(Math.floor(element.scrollTop / rowHeight));
    },
    [rowHeight, headHeight],
  );

  const size = shown + 2 * extra;
  // A list that became shorter is drawn to its end before the browser says that it scrolled back.
  const first = Math.max(0, Math.min(firstShown, count - shown) - extra);
  return { scroller, show, first, last: Math.min(count, first + size), size, page: Math.max(1, shown - 3) };
}
