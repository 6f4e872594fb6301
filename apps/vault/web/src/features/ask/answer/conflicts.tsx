import { Button } from '@mantine/core';
import { MarkedText, Notice } from '@nexus/ui';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../../app/labels/label.tsx';
import type { Citation, Quote } from '../answer.ts';
import classes from './answer.module.css';
import { SourceLine } from './source-line.tsx';

/** Sources that say different things of the same, one beside the other. Which of them holds is for the person to say. */
export function Conflicts({ group, onOpen }: { group: readonly Quote[]; onOpen(citation: Citation): void }) {
  const { t } = useTranslation('ask');
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const sides = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isOpen) sides.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const values = group.flatMap(({ citation: { source } }) => {
    return source?.span ? [`«${source.quote.slice(source.span.start, source.span.end)}»`] : [];
  });
  return (
    <section aria-label={t('conflict.title', { count: group.length })}>
      <Notice
        tone="warn"
        title={t('conflict.title', { count: group.length })}
        action={
          <Button
            variant="subtle"
            size="compact-sm"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? 'conflict.hide' : 'conflict.compare')}
          </Button>
        }
      >
        {values.length === group.length ? t('conflict.values', { values: values.join(' · ') }) : t('conflict.help')}
      </Notice>
      <div id={id} ref={sides} className={classes['compare']} hidden={!isOpen}>
        {isOpen &&
          group.map(
            ({ number, citation }) =>
              citation.source && (
                <button
                  key={citation.id}
                  type="button"
                  className={classes['side']}
                  aria-label={t('openSource', { number })}
                  onClick={() => onOpen(citation)}
                >
                  <span className={classes['number']}>{number}</span>
                  <span className="nx-quote">
                    <Mark label={citation.source.label} />{' '}
                    <MarkedText
                      text={citation.source.quote}
                      marks={citation.source.span ? [citation.source.span] : []}
                    />
                  </span>
                  <SourceLine source={citation.source} />
                </button>
              ),
          )}
      </div>
    </section>
  );
}
