import { Stack } from '@mantine/core';
import { Section } from '@nexus/page';
import { formatNumber, formatWhen, type Locale, Notice } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import figures from '../figures.module.css';
import type { Licence } from './licence-queries.ts';

const tones = { evaluation: 'plain', valid: 'ok', expiring: 'warn', grace: 'warn', restricted: 'bad' } as const;

/** The state in plain words, each reason with what to do, and the terms. */
export function LicenceState({ licence }: { licence: Licence }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const { state, findings, restrictedFrom, licence: terms } = licence;
  return (
    <Section title={t('licence.state.title')} help={t('licence.state.help')}>
      <Stack gap="lg">
        <Notice tone={tones[state]} title={t(`licence.states.${state}`)}>
          {t(`licence.statesHelp.${state}`)}
        </Notice>
        {findings.map(({ reason, state: found, until }) => (
          <Notice key={reason} tone={tones[found]} title={t(`licence.reasons.${reason}`)}>
            {t(`licence.reasonsHelp.${reason}`)}{' '}
            {until && t('licence.state.until', { date: formatWhen(until, locale) })}
          </Notice>
        ))}
        {restrictedFrom && state !== 'restricted' && (
          <p>{t('licence.state.restrictedFrom', { date: formatWhen(restrictedFrom, locale) })}</p>
        )}
        {terms && (
          <dl className={figures['figures']}>
            <dt>{t('licence.terms.customer')}</dt>
            <dd>{terms.customer}</dd>
            <dt>{t('licence.terms.issuer')}</dt>
            <dd>{terms.issuer}</dd>
            <dt>{t('licence.terms.kind')}</dt>
            <dd>{t(`licence.kinds.${terms.kind}`)}</dd>
            <dt>{t('licence.terms.modules')}</dt>
            <dd>{terms.modules.length === 0 ? t('licence.terms.base') : terms.modules.join(', ')}</dd>
            <dt>{t('licence.terms.valid')}</dt>
            <dd>
              {terms.expires
                ? t('licence.terms.until', {
                    from: formatWhen(terms.notBefore, locale),
                    to: formatWhen(terms.expires, locale),
                  })
                : t('licence.terms.forEver', { from: formatWhen(terms.notBefore, locale) })}
            </dd>
            {terms.maintenanceUntil && (
              <>
                <dt>{t('licence.terms.maintenance')}</dt>
                <dd>{formatWhen(terms.maintenanceUntil, locale)}</dd>
              </>
            )}
            <dt>{t('licence.terms.seats')}</dt>
            <dd>{formatNumber(terms.seats, locale)}</dd>
            {Object.entries(terms.limits).map(([unit, limit]) => (
              <Limit key={unit} unit={unit} limit={formatNumber(limit, locale)} />
            ))}
            <dt>{t('licence.terms.serial')}</dt>
            <dd>{t('licence.terms.serialOf', { serial: terms.serial, seq: terms.seq })}</dd>
          </dl>
        )}
      </Stack>
    </Section>
  );
}

function Limit({ unit, limit }: { unit: string; limit: string }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <dt>{t('licence.terms.limit', { unit: t(`licence.units.${unit}`, { defaultValue: unit }) })}</dt>
      <dd>{limit}</dd>
    </>
  );
}
