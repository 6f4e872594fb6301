import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PageBox, Turns } from './page-layout.ts';
import classes from './pages.module.css';
import type { Pages } from './pages.ts';
import { percentBox, type Rect, turnRect } from './rects.ts';

/** Rectangles to mark on a page; the strong ones are what the reader came for. */
export type PageMark = { rects: readonly Rect[]; isStrong: boolean };

type PageFrameProps = { box: PageBox; turns: Turns; marks: readonly PageMark[]; Page: Pages['Page'] };

/** One page at its place in the column, with what is marked on it. */
export const PageFrame = memo(function PageFrame({ box, turns, marks, Page }: PageFrameProps) {
  const { t } = useTranslation('viewer');
  return (
    <section
      className={classes['page']}
      style={{ top: box.top, width: box.width, height: box.height, marginLeft: -box.width / 2 }}
      aria-label={t('partOf.page', { part: box.part })}
      data-part={box.part}
    >
      <Page part={box.part} width={box.width} height={box.height} turns={turns} />
      <div className={classes['marks']} aria-hidden>
        {marks.flatMap(({ rects, isStrong }) =>
          rects.map((rect) => (
            <div
              key={`${rect.join()}${isStrong}`}
              className={classes['mark']}
              data-strong={isStrong || undefined}
              style={percentBox(turnRect(rect, turns))}
            />
          )),
        )}
      </div>
    </section>
  );
});
