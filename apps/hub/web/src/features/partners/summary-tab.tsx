import { Code } from '@mantine/core';
import { Section } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { formatNumber, formatWhen, type Locale } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import { useTextOf } from '../../app/text-of.ts';
import type { Partner } from './partner-queries.ts';

/** What is known of a partner, the terms of its kind, and how it got where it is. */
export function SummaryTab({ partner }: { partner: Partner }) {
  const { t, i18n } = useTranslation('partners');
  const textOf = useTextOf();
  const locale = i18n.language as Locale;
  const { kindDetails } = partner;
  const percent = (ppm: number | null) => (ppm === null ? '' : `${formatNumber(ppm / 10_000, locale, 1)} %`);
  const facts = [
    ['taxId', partner.taxId ?? '–'],
    ['domain', partner.companyDomain ?? '–'],
    ['since', formatWhen(partner.createdAt, locale)],
  ] as const;
  return (
    <>
      <Section title={t('summary.facts')}>
        <ul className={panel['rows']}>
          {facts.map(([name, value]) => (
            <li key={name}>
              <span>{t(`summary.${name}`)}</span>
              <strong>{value}</strong>
            </li>
          ))}
          <li>
            <span>{t('summary.referral')}</span>
            <Code>{partner.referralCode}</Code>
          </li>
        </ul>
      </Section>
      <Section title={t('summary.terms')} help={textOf(kindDetails.name)}>
        <ul className={panel['rows']}>
          {kindDetails.commissionFromPpm !== null && (
            <li>
              <span>{t('summary.commission')}</span>
              <strong>{`${percent(kindDetails.commissionFromPpm)} – ${percent(kindDetails.commissionToPpm)}`}</strong>
            </li>
          )}
          {kindDetails.terms.map((term) => (
            <li key={term.es}>{textOf(term)}</li>
          ))}
        </ul>
      </Section>
      <Section title={t('summary.history')}>
        <ul className={panel['rows']}>
          {partner.statusChanges.map(({ since, status, reason }) => (
            <li key={since}>
              <span>
                <strong>{t(`statuses.${status}`)}</strong>
                {reason && <span className={panel['meta']}>{reason}</span>}
              </span>
              <span>{formatWhen(since, locale)}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}
