import { useTranslation } from 'react-i18next';
import type { PartQuality } from '../../app/viewer/document-queries.ts';
import classes from './document.module.css';
import { gradeOf } from './quality-buckets.ts';

const mostShown = 50;

type UnreadPartsProps = { parts: readonly PartQuality[]; onPart: (part: number) => void };

/** What was not read, or not well, part by part and with the reason; then what the reader remarked on the others. */
export function UnreadParts({ parts, onPart }: UnreadPartsProps) {
  const { t } = useTranslation('viewer');
  const isPoor = (part: PartQuality): boolean => ['unread', 'doubtful'].includes(gradeOf(part));
  const remarked = parts.filter((part) => !isPoor(part) && part.notes.length > 0);
  return (
    <>
      <PartList title={t('poor.title')} parts={parts.filter(isPoor)} onPart={onPart} />
      <PartList title={t('poor.remarks')} parts={remarked} onPart={onPart} />
    </>
  );
}

function PartList({ title, parts, onPart }: UnreadPartsProps & { title: string }) {
  const { t } = useTranslation('viewer');
  const reasonOf = (part: PartQuality): string => {
    const grade = gradeOf(part);
    if (grade === 'unread') return t('grade.unread');
    if (grade !== 'doubtful') return '';
    const { confidence } = part;
    return confidence === null ? t('grade.garbage') : t('grade.confidence', { confidence: Math.round(confidence) });
  };
  if (parts.length === 0) return null;
  return (
    <section>
      <h2>{title}</h2>
      <ul className={classes['poor']}>
        {parts.slice(0, mostShown).map((part) => (
          <li key={part.part}>
            <button type="button" onClick={() => onPart(part.part)}>
              {part.name ?? t(`partOf.${part.kind}`, { part: part.part })}
            </button>
            <span>{[reasonOf(part), ...part.notes].filter(Boolean).join('; ')}</span>
          </li>
        ))}
      </ul>
      {parts.length > mostShown && <p>{t('poor.more', { count: parts.length - mostShown })}</p>}
    </section>
  );
}
