import { formatNumber, type Locale, StateDot } from '@nexus/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Answered } from '../../api/client.ts';
import type { SpaceSummary } from '../../app/queries.ts';
import classes from './spaces.module.css';

export type SpaceRowProps = {
  space: SpaceSummary;
  counts: Answered<'countDocuments'>['items'][number] | undefined;
  areCountsKnown: boolean;
};

/** One space: name, your role, how much is in it, and what is going on. */
export function SpaceRow({ space, counts, areCountsKnown }: SpaceRowProps) {
  const { t, i18n } = useTranslation('spaces');
  const number = (value: number) => formatNumber(value, i18n.language as Locale);
  const documents = counts?.documents ?? 0;
  return (
    <li>
      <Link to="/spaces/$spaceId" params={{ spaceId: space.id }} className={classes['space']!}>
        <span className={classes['spaceName']}>
          <strong>{space.name}</strong>
          <small>
            {t(`role.${space.role}`)}
            {space.state === 'archived' && ` · ${t('list.isArchived')}`}
          </small>
        </span>
        <span className={classes['going']}>
          {counts && counts.waiting > 0 && (
            <StateDot tone="busy">
              {t('list.reading', { count: counts.waiting, number: number(counts.waiting) })}
            </StateDot>
          )}
          {counts && counts.failed > 0 && (
            <StateDot tone="bad">{t('list.failed', { count: counts.failed, number: number(counts.failed) })}</StateDot>
          )}
        </span>
        <span className={classes['figure']}>
          {areCountsKnown &&
            (documents === 0
              ? t('list.noDocuments')
              : t('list.documents', { count: documents, number: number(documents) }))}
        </span>
      </Link>
    </li>
  );
}
