import { formatNumber, type Locale } from '@nexus/ui';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartQuality } from '../../app/viewer/document-queries.ts';
import classes from './document.module.css';
import { bucketsOf, countGrades, type Grade } from './quality-buckets.ts';

const mostCells = 120;
const grades: readonly Grade[] = ['good', 'doubtful', 'blank', 'unread'];

type QualityStripProps = { parts: readonly PartQuality[]; onPart: (part: number) => void };

/** How well each page was read, from the first to the last; a cell opens its page. */
export function QualityStrip({ parts, onPart }: QualityStripProps) {
  const { t, i18n } = useTranslation('viewer');
  const cells = useMemo(() => bucketsOf(parts, mostCells), [parts]);
  const counts = useMemo(() => countGrades(parts), [parts]);
  if (parts.length === 0) return null;
  const kind = t(`parts.${parts[0]!.kind}`, {
    count: parts.length,
    figure: formatNumber(parts.length, i18n.language as Locale),
  });
  const remarks = grades.filter((grade) => grade !== 'good' && counts[grade] > 0);
  const words = remarks.map(
    (grade) => `${formatNumber(counts[grade], i18n.language as Locale)} ${t(`grade.${grade}`)}`,
  );
  const summary = [kind, ...(words.length > 0 ? words : [t('grade.allGood')])].join(' · ');
  return (
    <div className={classes['quality']}>
      <span className={classes['qualityWords']}>{summary}</span>
      {parts.length > 1 && (
        <div className={classes['cells']} role="toolbar" aria-label={t('qualityByPart')}>
          {cells.map(({ from, to, grade }) => {
            const label = `${from === to ? from : `${from}–${to}`}: ${t(`grade.${grade}`)}`;
            return (
              <button
                key={from}
                type="button"
                className={classes['qualityCell']}
                data-grade={grade}
                title={label}
                aria-label={label}
                onClick={() => onPart(from)}
              />
            );
          })}
        </div>
      )}
    </div>
  );
}
