import { Skeleton } from '@mantine/core';
import { formatNumber, type Locale } from '@nexus/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Found } from './hits.ts';
import classes from './search.module.css';

const most = 100;

/** How much was found, and in how much. */
export function ResultsHead({ found, documents }: { found: UseQueryResult<Found>; documents: number }) {
  const { t, i18n } = useTranslation('search');
  const locale = i18n.language as Locale;
  const { data } = found;
  if (found.isPending)
    return (
      <div className={classes['waiting']} aria-busy aria-label={t('searching')} role="status">
        <Skeleton h={13} w="40%" />
        {[1, 2, 3, 4].map((n) => (
          <div key={n}>
            <Skeleton h={15} w="55%" mb="sm" />
            <Skeleton h={13} mb="xs" />
            <Skeleton h={13} w="80%" />
          </div>
        ))}
      </div>
    );
  if (data?.outcome !== 'ok' || data.hits.length === 0) return null;
  const n = (value: number): string => formatNumber(value, locale);
  return (
    <p className={`${classes['count']} nx-numbers`} role="status">
      <span>
        {t(data.hits.length >= most ? 'count.best' : 'count.all', { count: data.hits.length, n: n(data.hits.length) })}{' '}
        {t('count.documents', { count: documents, n: n(documents) })}
      </span>
      <span>{t('count.searched', { n: n(data.passagesSearched) })}</span>
      <span>{t('count.seconds', { n: formatNumber(Math.max(0.01, data.durationMs / 1000), locale, 2) })}</span>
    </p>
  );
}
