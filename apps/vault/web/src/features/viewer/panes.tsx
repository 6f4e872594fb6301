import { useDebouncedValue } from '@mantine/hooks';
import { useDeferredValue, useState } from 'react';
import type { DocumentDetails } from '../../app/viewer/document-queries.ts';
import { isImage } from '../../app/viewer/image/original-image.ts';
import { OriginalView } from '../../app/viewer/original-view.tsx';
import type { Place } from '../../app/viewer/place.ts';
import { TextView } from '../../app/viewer/text/text-view.tsx';
import classes from './document.module.css';

export type View = 'original' | 'text' | 'both';

/** Whether the original looks different from the text that was read from it. */
export function hasPicture({ format }: Pick<DocumentDetails, 'format'>): boolean {
  return format === 'pdf' || isImage(format);
}

type PanesProps = { document: DocumentDetails; place: Place; view: View; compact: boolean };

/** The original and the text that was read from it; side by side, the text goes along with the pages. */
export function Panes({ document, place, view, compact }: PanesProps) {
  const [part, setPart] = useState<number>();
  const [follow] = useDebouncedValue(part, 250);
  const isSplit = hasPicture(document) && view === 'both';
  // The original opens first: it has the place that the reader came for.
  const hasText = useDeferredValue(isSplit, false);
  if (hasPicture(document) && view === 'text')
    return (
      <div className={classes['pane']}>
        <TextView key={document.versionId} document={document} place={place} compact={compact} />
      </div>
    );
  return (
    <>
      <div className={classes['pane']}>
        <OriginalView
          key={document.versionId}
          document={document}
          place={place}
          compact={compact}
          onPart={isSplit ? setPart : undefined}
        />
      </div>
      {isSplit && (
        <div className={classes['pane']}>
          {hasText && (
            <TextView key={document.versionId} document={document} place={place} compact={compact} follow={follow} />
          )}
        </div>
      )}
    </>
  );
}
