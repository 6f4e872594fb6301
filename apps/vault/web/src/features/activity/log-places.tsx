import { formatNumber, formatTime, type Locale, Notice, StateDot } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import type { LogState } from './log-queries.ts';

type Delivery = LogState['places'][number];

/** Where checkpoints and entries go, how far each place is, and since when one does not take them. */
export function LogPlaces({ state }: { state: LogState }) {
  const { t } = useTranslation('activity');
  const { places, destinations, checkpoint, size } = state;
  return (
    <section aria-labelledby="log-places">
      <h2 id="log-places" className={classes['heading']}>
        {t('places.title')}
      </h2>
      <p className={classes['meta']}>{t('places.help')}</p>
      {places.length === 0 && <Notice tone="warn">{t('places.none')}</Notice>}
      <ul className={classes['places']}>
        {places.map((place) => (
          <Place key={place.name} place={place} kind={t('places.checkpoints')} end={checkpoint?.size ?? 0} />
        ))}
        {destinations.map((place) => (
          <Place key={place.name} place={place} kind={t('places.entries')} end={size} />
        ))}
      </ul>
    </section>
  );
}

function Place({ place, kind, end }: { place: Delivery; kind: string; end: number }) {
  const { t, i18n } = useTranslation('activity');
  const locale = i18n.language as Locale;
  const { name, position, deliveredAt, failingSince, fault } = place;
  const lag = Math.max(0, end - position);
  return (
    <li>
      <span>
        <span className={classes['code']}>{name}</span>
        <span className={classes['meta']}> · {kind}</span>
      </span>
      {failingSince ? (
        <StateDot tone="bad">{t('places.failing', { time: formatTime(failingSince, locale), fault })}</StateDot>
      ) : deliveredAt ? (
        <StateDot tone={lag > 10_000 ? 'warn' : 'ok'}>
          {t(lag > 10_000 ? 'places.behind' : 'places.upTo', {
            count: lag,
            position: formatNumber(position, locale),
            time: formatTime(deliveredAt, locale),
          })}
        </StateDot>
      ) : (
        <StateDot tone="idle">{t('places.waiting')}</StateDot>
      )}
    </li>
  );
}
