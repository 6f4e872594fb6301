import { ActionIcon } from '@mantine/core';
import { IconList } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DocumentDetails } from '../document-queries.ts';
import { FindBar } from '../find/find-bar.tsx';
import { useFind } from '../find/use-find.ts';
import { type Place, placeKey } from '../place.ts';
import { ViewTools } from '../view-tools.tsx';
import { Attachments } from './attachments.tsx';
import { Outline } from './outline.tsx';
import classes from './text.module.css';
import { pilesOf, TextParts } from './text-parts.tsx';
import { useScrollToMark } from './use-scroll-to-mark.ts';

type TextViewProps = {
  document: DocumentDetails;
  place: Place;
  compact?: boolean;
  /** The part that is being read elsewhere: this view goes along. */
  follow?: number | undefined;
};

/** The extracted text of a document as one thing to read, with the place marked. */
export function TextView({ document, place, compact, follow }: TextViewProps) {
  const { t } = useTranslation('viewer');
  const scroller = useRef<HTMLElement>(null);
  const find = useFind(document);
  const [chosen, setChosen] = useState<Place | null>(null);
  const [hasOutline, setOutline] = useState(false);
  const { id: documentId, versionId, quality } = document;
  const source = useMemo(() => ({ documentId, versionId }), [documentId, versionId]);
  const piles = useMemo(() => pilesOf(quality), [quality]);
  const goal = find.hit ?? chosen ?? place;
  useScrollToMark(scroller, placeKey(goal), goal.part !== undefined || goal.block !== undefined);

  // Another place from outside outranks what was chosen in the outline.
  const outer = placeKey(place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the place changes, whatever it is.
  useEffect(() => setChosen(null), [outer]);

  const followed = useRef(place.part);
  useEffect(() => {
    if (follow === undefined || follow === followed.current || !scroller.current) return;
    followed.current = follow;
    const part = scroller.current.querySelector<HTMLElement>(`[data-part="${follow}"]`);
    if (part) scroller.current.scrollTop = part.offsetTop - 12;
  }, [follow]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== '/' || event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    find.open();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key that works anywhere in the view; it has its button as well.
    <div className={classes['view']} onKeyDown={onKeyDown}>
      <div>
        <ViewTools find={find}>
          {!compact && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t('outline')}
              title={t('outline')}
              aria-pressed={hasOutline}
              onClick={() => setOutline(!hasOutline)}
            >
              <IconList size={18} />
            </ActionIcon>
          )}
        </ViewTools>
        {find.isOpen && <FindBar find={find} />}
      </div>
      <div className={classes['middle']}>
        {hasOutline && !compact && <Outline document={document} onChoose={setChosen} />}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls is scrolled by keyboard too. */}
        <section ref={scroller} className={classes['scroller']} data-scroller tabIndex={0} aria-label={t('text')}>
          <div className={`${classes['column']} nx-marked`}>
            {piles.map((parts) => (
              <TextParts
                key={parts[0]!.part}
                source={source}
                parts={parts}
                place={goal}
                isFollowed={parts.some(({ part }) => part === follow)}
                hasTitles={document.quality.length > 1}
              />
            ))}
            <Attachments document={document} />
          </div>
        </section>
      </div>
    </div>
  );
}
