import { useElementSize } from '@mantine/hooks';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import {
  type Anchor,
  anchorAt,
  boundScale,
  fitWidth,
  layoutPages,
  type PageSize,
  pageAt,
  pagesInView,
  type Turns,
  topOf,
} from './page-layout.ts';

const zoomStep = 1.2;
/** Where the eye rests: the page at a third of the view is the one that is being read. */
const eye = 1 / 3;

export type PagesState = ReturnType<typeof usePages>;

/** Scale, turns and place of the reader in a column of pages, and the few pages that have to be drawn. */
export function usePages(sizes: readonly PageSize[]) {
  const scroller = useRef<HTMLDivElement | null>(null);
  const { ref: measure, width, height } = useElementSize<HTMLDivElement>();
  const [zoom, setZoom] = useState<number | 'fit'>('fit');
  const [turns, setTurns] = useState<Turns>(0);
  const [top, setTop] = useState(0);
  const anchor = useRef<Anchor>({ index: 0, fraction: 0 });
  const scale = zoom === 'fit' ? fitWidth(sizes, turns, Math.max(width, 120)) : zoom;
  const layout = useMemo(() => layoutPages(sizes, scale, turns), [sizes, scale, turns]);
  const index = pageAt(layout, top + height * eye);
  // Scroll events come late: what they tell is of the layout that is on screen by then.
  const drawn = useRef(layout);

  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      scroller.current = element;
      measure(element);
    },
    [measure],
  );

  // The place stays while pages change their size.
  useLayoutEffect(() => {
    drawn.current = layout;
    const element = scroller.current;
    if (!element) return;
    element.scrollTop = topOf(layout, anchor.current);
    // Pages are wider than the view when one among them is, or when the reader enlarged them: their middle first.
    element.scrollLeft = (element.scrollWidth - element.clientWidth) / 2;
  }, [layout]);

  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const onScroll = (): void => {
      anchor.current = anchorAt(drawn.current, element.scrollTop);
      setTop(element.scrollTop);
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    return () => element.removeEventListener('scroll', onScroll);
  }, []);

  /** `down` and `across`: how far down the page and to its right, 0 to 1. A place within the page comes to the height of the eye, a page's top to that of the view. */
  const show = useCallback(
    (part: number, down = 0, across?: number) => {
      const at = layout.boxes.findIndex((box) => box.part === part);
      const box = layout.boxes[at];
      const element = scroller.current;
      if (!box || !element) return;
      const goal = down > 0 ? box.top + down * box.height - element.clientHeight * eye : box.top - 6;
      // At once, not with the event: the view may get another width before that comes, and then begins from here.
      anchor.current = { index: at, fraction: (goal - box.top) / box.height };
      element.scrollTop = Math.max(0, goal);
      if (across === undefined) return;
      const x = (element.scrollWidth - box.width) / 2 + across * box.width - element.scrollLeft;
      const isSeen = x >= 24 && x <= element.clientWidth * 0.7;
      if (!isSeen) element.scrollLeft += x - element.clientWidth * eye;
    },
    [layout],
  );

  const step = (by: number): void => {
    const box = layout.boxes[Math.min(layout.boxes.length - 1, Math.max(0, index + by))];
    if (box) show(box.part);
  };

  return {
    attach,
    layout,
    turns,
    scale,
    isReady: width > 0,
    isFitted: zoom === 'fit',
    visible: pagesInView(layout, top, height),
    part: layout.boxes[index]?.part ?? 1,
    show,
    step,
    zoomIn: () => setZoom(boundScale(scale * zoomStep)),
    zoomOut: () => setZoom(boundScale(scale / zoomStep)),
    fit: () => setZoom('fit'),
    turn: () => setTurns(((turns + 1) % 4) as Turns),
  };
}
