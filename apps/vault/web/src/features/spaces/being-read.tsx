import { Progress } from '@mantine/core';
import { formatNumber, type Locale } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { IngestCounts } from '../../app/ingest.ts';
import type { SpaceOverview } from './space-queries.ts';
import classes from './spaces.module.css';

export type BeingReadProps = { spaceId: string; overview: SpaceOverview; counts: IngestCounts | undefined };

/** How far the reading of the space is; nothing while nothing is read. */
export function BeingRead({ overview, counts }: BeingReadProps) {
  const { t, i18n } = useTranslation('spaces');
  const waiting = counts?.queued ?? overview.states.queued;
  const reading = counts?.reading ?? overview.states.reading;
  const left = waiting + reading;
  if (left === 0) return null;
  const number = (value: number) => formatNumber(value, i18n.language as Locale);
  const share = Math.max(0, 1 - left / Math.max(left, overview.documents));
  return (
    <section className={classes['section']} aria-labelledby="being-read">
      <h2 id="being-read">{t('home.beingRead')}</h2>
      <Progress value={share * 100} size={6} aria-label={t('home.beingRead')} />
      <p className={classes['muted']} role="status">
        {t('home.readingNow', { count: reading, number: number(reading) })} ·{' '}
        {t('home.waiting', { count: waiting, number: number(waiting) })}
      </p>
    </section>
  );
}
