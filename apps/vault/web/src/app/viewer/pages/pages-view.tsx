import { type Locale, labelText } from '@nexus/ui';
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentDetails } from '../document-queries.ts';
import { FindBar } from '../find/find-bar.tsx';
import { useFind } from '../find/use-find.ts';
import { type Place, placeKey } from '../place.ts';
import { PageFrame, type PageMark } from './page-frame.tsx';
import classes from './pages.module.css';
import type { Pages } from './pages.ts';
import { PagesToolbar } from './pages-toolbar.tsx';
import { usePrint } from './print-pages.ts';
import { type Rect, turnRect } from './rects.ts';
import { Thumbnails } from './thumbnails.tsx';
import { usePages } from './use-pages.ts';
import { usePlaceMarks } from './use-place-marks.ts';

type PagesViewProps = {
  document: DocumentDetails;
  source: Pages;
  place: Place;
  compact: boolean;
  /** Told which page is being read. */
  onPart?: ((part: number) => void) | undefined;
  children?: ReactNode;
};

const nothing: readonly PageMark[] = [];

/** Pages one below the other, opened at the cited place. Only those on screen and their neighbours exist. */
export function PagesView({ document, source, place, compact, onPart, children }: PagesViewProps) {
  const { t, i18n } = useTranslation('viewer');
  const pages = usePages(source.sizes);
  const find = useFind(document);
  const [hasThumbs, setThumbs] = useState(false);
  const { label } = document;
  const printer = usePrint(source, { text: labelText(label, i18n.language as Locale), colour: label.colour });
  const marks = usePlaceMarks({ documentId: document.id, versionId: document.versionId }, place);
  const { show, turns, isReady, part } = pages;

  const showRect = (at: number, rect: Rect): void => {
    const [across, down] = turnRect(rect, turns);
    show(at, down, across);
  };

  const goal = placeKey(place);
  const [arrivedAt, setArrivedAt] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each place, when it is known; the reader moves on from there.
  useEffect(() => {
    if (!isReady || !marks.isKnown) return;
    const [first] = marks.rects;
    if (first) showRect(place.part ?? 1, first);
    else if (place.part !== undefined) show(place.part);
    setArrivedAt(goal);
  }, [goal, isReady, marks.isKnown]);

  const { hit } = find;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each hit.
  useEffect(() => {
    if (hit?.rects[0]) showRect(hit.part, hit.rects[0]);
    else if (hit) show(hit.part);
  }, [hit]);

  // Until the place is reached, the first page is on screen, and nobody reads it.
  useEffect(() => {
    if (arrivedAt === goal) onPart?.(part);
  }, [part, onPart, arrivedAt, goal]);

  const hitsByPart = useMemo(() => Map.groupBy(find.items, (item) => item.part), [find.items]);
  const marksOn = (of: number): readonly PageMark[] => {
    const hits = hitsByPart.get(of);
    const isGoal = marks.rects.length > 0 && of === (place.part ?? 1);
    if (!hits && !isGoal) return nothing;
    return [
      ...(isGoal ? [{ rects: marks.rects, isStrong: !hit }] : []),
      ...(hits ?? []).map((found) => ({ rects: found.rects, isStrong: found === hit })),
    ];
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement || event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      PageDown: () => pages.step(1),
      PageUp: () => pages.step(-1),
      '+': pages.zoomIn,
      '-': pages.zoomOut,
      '0': pages.fit,
      r: pages.turn,
      '/': find.open,
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys that work anywhere in the view; each has its button as well.
    <div className={classes['view']} onKeyDown={onKeyDown}>
      <div>
        <PagesToolbar
          pages={pages}
          total={source.sizes.length}
          find={find}
          compact={compact}
          hasThumbs={hasThumbs}
          onThumbs={() => setThumbs(!hasThumbs)}
          onPrint={() => printer.print(part)}
          isPrinting={printer.isPrinting}
        >
          {children}
        </PagesToolbar>
        {find.isOpen && <FindBar find={find} />}
      </div>
      <div className={classes['middle']}>
        {hasThumbs && !compact && <Thumbnails source={source} pages={pages} />}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: pages scroll by keyboard. */}
        <section ref={pages.attach} className={classes['scroller']} tabIndex={0} aria-label={t('pages.all')}>
          <div className={classes['column']} style={{ height: pages.layout.height, width: pages.layout.width }}>
            {isReady &&
              pages.visible.map((box) => (
                <PageFrame key={box.part} box={box} turns={turns} marks={marksOn(box.part)} Page={source.Page} />
              ))}
          </div>
        </section>
      </div>
    </div>
  );
}
