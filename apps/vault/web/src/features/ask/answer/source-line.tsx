import type { Locale } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../../app/labels/label.tsx';
import { FormatIcon } from '../../../app/source/format-icon.tsx';
import { usePlaceWords } from '../../../app/source/use-place-words.ts';
import type { Citation } from '../answer.ts';
import { formatDay } from '../use-scope-words.ts';
import classes from './answer.module.css';

type Source = NonNullable<Citation['source']>;

/** Where a quotation stands: document, heading, place, date; with the label's mark where the quotation itself is not shown. */
export function SourceLine({ source, isMarked = false }: { source: Source; isMarked?: boolean }) {
  const { i18n } = useTranslation('ask');
  const placeWords = usePlaceWords();
  const { format, title, fileName, headings, places, documentDate } = source;
  const name = title || fileName;
  const heading = headings.findLast((one) => one.toLocaleLowerCase() !== name.toLocaleLowerCase());
  const parts = [
    heading,
    places[0] && placeWords(format, places[0]),
    documentDate && formatDay(documentDate, i18n.language as Locale),
  ].filter((part) => part);
  return (
    <span className={classes['source']} title={[source.folderPath, fileName].filter(Boolean).join('/')}>
      <span className={classes['sourceParts']}>
        <span className={classes['sourceName']}>
          {isMarked && <Mark label={source.label} />}
          <FormatIcon format={format} />
          {name}
        </span>
        {parts.map((part) => (
          <span key={part}>{part}</span>
        ))}
      </span>
    </span>
  );
}
