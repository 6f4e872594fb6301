import { formatBytes, formatLanguage, formatNumber, formatWhen, type Locale } from '@nexus/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SpaceOverview } from './space-queries.ts';
import classes from './spaces.module.css';

const mostKinds = 8;

/** The space in figures; each kind leads to its documents. */
export function WhatIsIn({ spaceId, overview }: { spaceId: string; overview: SpaceOverview }) {
  const { t, i18n } = useTranslation('spaces');
  const locale = i18n.language as Locale;
  const number = (value: number) => formatNumber(value, locale);
  const languages = overview.languages.filter(({ name }) => name !== 'und');
  const figures = [
    [t('home.documents'), number(overview.documents)],
    [t('home.pages'), number(overview.parts)],
    ...(overview.unreadParts > 0 ? [[t('home.unreadPages'), number(overview.unreadParts)]] : []),
    [t('home.size'), formatBytes(overview.sizeBytes, locale)],
    ...(overview.latestAt ? [[t('home.latest'), formatWhen(overview.latestAt, locale)]] : []),
  ] as const;
  return (
    <section className={classes['section']} aria-labelledby="what-is-in">
      <h2 id="what-is-in">{t('home.whatIsIn')}</h2>
      <dl className={classes['figures']}>
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className={classes['split']}>
        <ul className={classes['bars']} aria-label={t('home.formats')}>
          {overview.formats.slice(0, mostKinds).map(({ name, documents }) => (
            <li key={name}>
              <Link to="/spaces/$spaceId/documents" params={{ spaceId }} search={{ format: name }}>
                {t(`format.${name}`, { defaultValue: name.toUpperCase() })}
              </Link>
              <span className={classes['track']} aria-hidden>
                <span style={{ width: `${(100 * documents) / (overview.formats[0]?.documents ?? 1)}%` }} />
              </span>
              <span className="nx-numbers">{number(documents)}</span>
            </li>
          ))}
        </ul>
        {languages.length > 0 && (
          <ul className={classes['bars']} aria-label={t('home.languages')}>
            {languages.slice(0, mostKinds).map(({ name, documents }) => (
              <li key={name}>
                <span className={classes['language']}>{formatLanguage(name, locale)}</span>
                <span className={classes['track']} aria-hidden>
                  <span style={{ width: `${(100 * documents) / (languages[0]?.documents ?? 1)}%` }} />
                </span>
                <span className="nx-numbers">{number(documents)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
