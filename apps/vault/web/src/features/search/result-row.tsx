import { MarkedText } from '@nexus/ui';
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlaceWords } from '../../app/source/use-place-words.ts';
import type { Hit, Row } from './hits.ts';
import classes from './search.module.css';
import { snippetOf } from './snippet.ts';

export type ResultRowProps = {
  row: Row;
  elementId: string;
  isActive: boolean;
  onChoose(row: Row): void;
  onOpen(row: Row): void;
};

/** One passage; a click shows it beside, a second opens the document there. The keys are the box's. */
export const ResultRow = memo(function ResultRow({ row, elementId, isActive, onChoose, onOpen }: ResultRowProps) {
  const { t } = useTranslation('search');
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the box keeps the focus and names the active option.
    // biome-ignore lint/a11y/useKeyWithClickEvents: arrow keys and Enter are handled where the focus is, in the box.
    <div
      id={elementId}
      role="option"
      aria-selected={isActive}
      className={classes['row']}
      data-kind={row.kind}
      onClick={() => onChoose(row)}
      onDoubleClick={() => row.kind === 'hit' && onOpen(row)}
    >
      {row.kind === 'hit' ? <Passage hit={row.hit} /> : t('more', { count: row.hidden })}
    </div>
  );
});

function Passage({ hit }: { hit: Hit }) {
  const placeWords = usePlaceWords();
  const { text, marks } = useMemo(() => snippetOf(hit.text, hit.marks), [hit]);
  const where = [hit.headings.at(-1), placeWords(hit.format, { part: hit.place?.part ?? hit.part })];
  return (
    <>
      <span className={`${classes['snippet']} nx-marked`}>
        <MarkedText text={text} marks={marks} />
      </span>
      <span className={classes['place']}>{where.filter((part) => part).join(' · ')}</span>
    </>
  );
}
