import { useTranslation } from 'react-i18next';
import type { PartQuality } from '../../app/viewer/document-queries.ts';
import classes from './document.module.css';
import { gradeOf } from './quality-buckets.ts';

const mostShown = 50;

type UnreadPartsProps = { parts: readonly PartQuality[]; onPart: (part: number) => void };

/** What was not read, or not well, part by part and with the reason. */
export function UnreadParts({ parts, onPart }: UnreadPartsProps) {
  const { t } = useTranslation('viewer');
  const poor = parts.filter((part) => ['unread', 'doubtful'].includes(gradeOf(part)) || part.notes.length > 0);
  if (poor.length === 0) return null;
  return (
    <section>
      <h2>{t('poor.title')}</h2>
      <ul className={classes['poor']}>
        {poor.slice(0, mostShown).map((part) => (
          <li key={part.part}>
            <button type="button" onClick={() => onPart(part.part)}>
              {part.name ?? t(`partOf.${part.kind}`, { part: part.part })}
            </button>
            <span>{[reasonOf(part), ...part.notes].filter(Boolean).join('; ')}</span>
          </li>
        ))}
      </ul>
      {poor.length > mostShown && <p>{t('poor.more', { count: poor.length - mostShown })}</p>}
    </section>
  );

  function reasonOf(part: PartQuality): string {
    const grade = gradeOf(part);
    if (grade === 'unread') return t('grade.unread');
    if (grade !== 'doubtful') return '';
    return part.confidence === null
      ? t('grade.garbage')
      : t('grade.confidence', { confidence: Math.round(part.confidence) });
  }
}
