import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { turned } from './page-layout.ts';
import classes from './pages.module.css';
import type { Pages } from './pages.ts';
import type { PagesState } from './use-pages.ts';

const thumbWidth = 96;
const captionHeight = 32;

/** All pages in small, for those who know a page by its looks. */
export function Thumbnails({ source, pages }: { source: Pages; pages: PagesState }) {
  const { t } = useTranslation('viewer');
  const scroller = useRef<HTMLElement>(null);
  const heightOf = (index: number): number => {
    const { width, height } = turned(source.sizes[index]!, pages.turns);
    return Math.min(220, (thumbWidth * height) / width);
  };
  const rows = useVirtualizer({
    count: source.sizes.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(index) + captionHeight,
    overscan: 2,
  });
  useEffect(() => {
    rows.scrollToIndex(
      Math.max(
        0,
        source.sizes.findIndex(({ part }) => part === pages.part),
      ),
      { align: 'auto' },
    );
  }, [rows, source.sizes, pages.part]);
  return (
    <nav ref={scroller} className={classes['thumbs']} aria-label={t('pages.thumbs')}>
      <div style={{ position: 'relative', height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start, key }) => {
          const { part } = source.sizes[index]!;
          const size = { width: thumbWidth, height: heightOf(index) };
          return (
            <button
              key={key}
              type="button"
              className={classes['thumb']}
              style={{ top: start }}
              aria-label={t('pages.goTo', { part })}
              aria-current={part === pages.part ? 'page' : undefined}
              onClick={() => pages.show(part)}
            >
              <span style={size}>
                <source.Page part={part} {...size} turns={pages.turns} isThumb />
              </span>
              <span>{part}</span>
            </button>
          );
        })}
      </div>
    </nav>
  );
}
