import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { emptyWindow, moveWindow, topToShow } from './row-window.ts';

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
  const [before, setBefore] = useState(emptyWindow);
  const drawn = moveWindow(before, firstShown, shown, count);
  // What the next jump begins from.
  if (drawn.first !== before.first || drawn.last !== before.last || drawn.size !== before.size) setBefore(drawn);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const measure = (): void => setShown(Math.max(1, Math.ceil((element.clientHeight - headHeight) / rowHeight) + 1));
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

  const show = useCallback(
    (index: number): void => {
      const element = scroller.current;
      if (!element) return;
      const view = { top: element.scrollTop, height: element.clientHeight };
      const top = topToShow(index, view, rowHeight, headHeight);
      if (top === view.top) return;
      element.scrollTop = top;
      setFirstShown(Math.floor(top / rowHeight));
    },
    [rowHeight, headHeight],
  );

  return { scroller, show, drawn, page: Math.max(1, shown - 3) };
}
