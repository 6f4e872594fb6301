import { RowsState, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatWhen, type Locale } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';

/** Certification, tiers and awards, with their dates. */
export function StandingTab({ partnerId }: { partnerId: string }) {
  const { t, i18n } = useTranslation('partners');
  const locale = i18n.language as Locale;
  const standing = useQuery({
    queryKey: ['partner-standing', partnerId],
    queryFn: () => read(api.GET('/api/v1/partners/{partnerId}/standing', { params: { path: { partnerId } } })),
  });
  const { data } = standing;
  const span = (from: string, until: string | null) =>
    until === null
      ? t('sinceDate', { from: formatWhen(from, locale) })
      : `${formatWhen(from, locale)} – ${formatWhen(until, locale)}`;
  return (
    <RowsState query={standing}>
      <Section title={t('standing.certification')} help={t('standing.certificationHelp')}>
        <RowsState query={standing} isEmpty={data?.certifications.length === 0} empty={t('standing.noCertification')}>
          <ul className={panel['rows']}>
            {data?.certifications.map(({ level, source, from, until }) => (
              <li key={source}>
                <span>
                  <strong>{t(`levels.${level}`)}</strong>
                  <span className={panel['meta']}>{source}</span>
                </span>
                <span>{span(from, until)}</span>
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
      <Section title={t('standing.tiers')}>
        <RowsState query={standing} isEmpty={data?.tiers.length === 0} empty={t('standing.noTier')}>
          <ul className={panel['rows']}>
            {data?.tiers.map(({ month, tier, sales }) => (
              <li key={month}>
                <span>{month}</span>
                <span>
                  <strong>{tier}</strong>
                  <span className={panel['meta']}>{t('standing.sales', { count: sales })}</span>
                </span>
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
      <Section title={t('standing.awards')}>
        <RowsState query={standing} isEmpty={data?.awards.length === 0} empty={t('standing.noAward')}>
          <ul className={panel['rows']}>
            {data?.awards.map(({ id, award, givenOn, reason }) => (
              <li key={id}>
                <span>
                  <strong>{award}</strong>
                  <span className={panel['meta']}>{reason}</span>
                </span>
                <span>{formatWhen(givenOn, locale)}</span>
              </li>
            ))}
          </ul>
        </RowsState>
      </Section>
    </RowsState>
  );
}
