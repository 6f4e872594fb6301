import { type RefObject, useEffect, useRef, useState } from 'react';

/** A screen and a half ahead: what is fetched at that distance is there when the reader arrives. */
const margin = '1400px 0px';

type Watch = { observer: IntersectionObserver; told: Map<Element, () => void> };

/** One observer for all that scrolls together: a document of ten thousand pages watches as many elements. */
const watches = new WeakMap<Element, Watch>();

function watchOf(scroller: Element): Watch {
  const known = watches.get(scroller);
  if (known) return known;
  const told = new Map<Element, () => void>();
  const onChange = (entries: readonly IntersectionObserverEntry[]): void => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) told.get(target)?.();
  };
  const watch = { observer: new IntersectionObserver(onChange, { root: scroller, rootMargin: margin }), told };
  watches.set(scroller, watch);
  return watch;
}

/** True once the element has come near to what is on screen; it stays true, so that nothing that was read vanishes. */
export function useNearView<E extends Element>(): [RefObject<E | null>, boolean] {
  const ref = useRef<E>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = ref.current;
    // Margins count only from the element that scrolls.
    const scroller = element?.closest('[data-scroller]');
    if (!element || !scroller || isNear) return;
    const { observer, told } = watchOf(scroller);
    told.set(element, () => setNear(true));
    observer.observe(element);
    return () => {
      told.delete(element);
      observer.unobserve(element);
    };
  }, [isNear]);
  return [ref, isNear];
}
