import { type RefObject, useEffect } from 'react';

/** What is drawn above the mark comes in late and moves it: the view follows for so long, unless the reader scrolls. */
const followMs = 1_500;

/**
 * Scrolls the first mark below `root` into the middle, once for each `key`, as soon as it is there. Gives up as soon as the reader moves.
 */
export function useScrollToMark(root: RefObject<HTMLElement | null>, key: string, isReady: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is another place to go to, although nothing of it is read here.
  useEffect(() => {
    const element = root.current;
    if (!element || !isReady) return;
    const until = performance.now() + followMs;
    let frame = 0;
    const follow = (): void => {
      const mark =
        element.querySelector('mark') ?? element.querySelector('[data-marked]') ?? element.querySelector('[data-goal]');
      if (mark) centre(element, mark);
      if (performance.now() < until) frame = requestAnimationFrame(follow);
    };
    const stop = (): void => cancelAnimationFrame(frame);
    follow();
    const moves = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const;
    for (const move of moves) element.addEventListener(move, stop, { passive: true });
    return () => {
      stop();
      for (const move of moves) element.removeEventListener(move, stop);
    };
  }, [root, key, isReady]);
}

/** Only the view itself moves: `scrollIntoView` would move the page around it as well. */
function centre(scroller: HTMLElement, mark: Element): void {
  const outer = scroller.getBoundingClientRect();
  const inner = mark.getBoundingClientRect();
  const goal = inner.height > outer.height * 0.6 ? 24 : (outer.height - inner.height) / 2;
  const by = inner.top - outer.top - goal;
  if (Math.abs(by) > 2) scroller.scrollTop += by;
}
