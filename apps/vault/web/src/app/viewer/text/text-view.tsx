import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentDetails } from '../document-queries.ts';
import { type Place, placeKey } from '../place.ts';
import classes from './text.module.css';
import { TextPart } from './text-part.tsx';
import { useScrollToMark } from './use-scroll-to-mark.ts';

/** The extracted text of a document as one thing to read, with the place marked. */
export function TextView({ document, place }: { document: DocumentDetails; place: Place }) {
  const { t } = useTranslation('viewer');
  const scroller = useRef<HTMLElement>(null);
  const source = { documentId: document.id, versionId: document.versionId };
  useScrollToMark(scroller, placeKey(place), place.part !== undefined || place.block !== undefined);
  const hasTitles = document.quality.length > 1;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls is scrolled by keyboard too.
    <section ref={scroller} className={classes['scroller']} data-scroller tabIndex={0} aria-label={t('text')}>
      <div className={`${classes['column']} nx-marked`}>
        {document.quality.map((quality) => (
          <TextPart
            key={quality.part}
            source={source}
            quality={quality}
            place={place}
            title={hasTitles ? (quality.name ?? t(`partOf.${quality.kind}`, { part: quality.part })) : null}
          />
        ))}
      </div>
    </section>
  );
}
