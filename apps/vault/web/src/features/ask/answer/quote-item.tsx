import { MarkedText } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../../app/labels/label.tsx';
import { type Citation, isUnsure, type Quote } from '../answer.ts';
import classes from './answer.module.css';
import { SourceLine } from './source-line.tsx';

export type QuoteItemProps = {
  quote: Quote;
  openCitationId: string | undefined;
  onOpen(citation: Citation): void;
};

/** One numbered sentence, word by word as the document has it. The whole of it opens the source. */
export function QuoteItem({ quote: { number, citation, also }, openCitationId, onOpen }: QuoteItemProps) {
  const { t } = useTranslation('ask');
  const { source } = citation;
  const isOpen = [citation, ...also].some(({ id }) => id === openCitationId);
  if (!source)
    return (
      <li className={classes['quote']} data-gone>
        <span className={classes['number']}>{number}</span>
        <p className={classes['gone']}>{t('sourceGone')}</p>
      </li>
    );
  return (
    <li className={classes['quote']} data-open={isOpen || undefined}>
      <button
        type="button"
        className={classes['quoteButton']}
        data-citation={citation.id}
        aria-pressed={openCitationId === citation.id}
        aria-keyshortcuts={number < 10 ? `${number}` : undefined}
        onClick={() => onOpen(citation)}
      >
        <span className={classes['number']}>{number}</span>
        <span className={`${classes['text']} nx-quote`}>
          <Mark label={source.label} />{' '}
          <MarkedText text={source.quote} marks={source.span && citation.role === 'quote' ? [source.span] : []} />
        </span>
        <SourceLine source={source} />
        {citation.role === 'quote' && isUnsure(citation.confidence) && (
          <span className={classes['unsure']}>{t('unsureQuote')}</span>
        )}
      </button>
      {also.length > 0 && (
        <ul className={classes['also']} aria-label={t('alsoIn')}>
          {also.map(
            (one) =>
              one.source && (
                <li key={one.id}>
                  <button
                    type="button"
                    className={classes['alsoButton']}
                    aria-pressed={openCitationId === one.id}
                    onClick={() => onOpen(one)}
                  >
                    <span>{t('alsoIn')}</span>
                    <SourceLine source={one.source} isMarked />
                  </button>
                </li>
              ),
          )}
        </ul>
      )}
    </li>
  );
}
