import { type RefObject, useEffect, useRef, useState } from 'react';

/** A screen and a half ahead: what is fetched at that distance is there when the reader arrives. */
const margin = '1400px 0px';

/** True once the element has come near to what is on screen; it stays true, so that nothing that was read vanishes. */
export function useNearView<E extends Element>(): [RefObject<E | null>, boolean] {
  const ref = useRef<E>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (!ref.current || isNear) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true);
      },
      { root: scrollerOf(ref.current), rootMargin: margin },
    );
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, [isNear]);
  return [ref, isNear];
}

/** Margins count only from the element that scrolls. */
function scrollerOf(element: Element): Element | null {
  return element.closest('[data-scroller]');
}
