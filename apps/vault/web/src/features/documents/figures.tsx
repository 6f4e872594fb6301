import { formatNumber, type Locale } from '@nexus/ui';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './documents.module.css';
import type { Listing } from './listing/load-listing.ts';

/** How much there is; `shown` while a filter holds something back. */
export function Figures({ listing, shown }: { listing: Listing; shown: number | null }) {
  const { t, i18n } = useTranslation('documents');
  const number = (value: number) => formatNumber(value, i18n.language as Locale);
  const { store, total } = listing;
  const sums = useMemo(() => {
    const rows = listing.store.all();
    return {
      parts: rows.reduce((sum, { parts }) => sum + (parts ?? 0), 0),
      failed: rows.reduce((sum, { state }) => sum + (state === 'failed' ? 1 : 0), 0),
    };
  }, [listing]);
  const figures = listing.isLoading
    ? [t('figures.loading', { done: number(store.size), total: number(total) })]
    : [
        shown === null
          ? t('figures.documents', { count: total, number: number(total) })
          : t('figures.shown', { shown: number(shown), total: number(store.size) }),
        t('figures.pages', { count: sums.parts, number: number(sums.parts) }),
        ...(sums.failed > 0 ? [t('figures.failed', { number: number(sums.failed) })] : []),
      ];
  return (
    <span className={classes['figures']} role="status">
      {figures.join(' · ')}
    </span>
  );
}
