import { Button, Group, Stack } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import classes from '@nexus/page/panel.module.css';
import { formatNumber, formatWhen, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import figures from '../figures.module.css';
import { type Licence, reportsQuery, type UsageReport } from './licence-queries.ts';
import { saveWrittenFile } from './save-written-file.ts';

/** What was counted, never of what; and the files that say so to the issuer. */
export function UsageSection({ licence }: { licence: Licence }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const { meters, activeThisMonth, isOverUsers, epoch } = licence;
  return (
    <Section title={t('licence.usage.title')} help={t('licence.usage.help')}>
      <Stack gap="md">
        {isOverUsers && (
          <Notice tone="warn">
            {t('licence.usage.overUsers', {
              people: formatNumber(activeThisMonth, locale),
              limit: formatNumber(licence.licence?.limits['users'] ?? 0, locale),
            })}
          </Notice>
        )}
        {meters.length === 0 ? (
          <p>{t('licence.usage.nothing')}</p>
        ) : (
          <dl className={figures['figures']}>
            {meters.map(({ unit, counted, isReported }) => (
              <Meter key={unit} unit={unit} counted={formatNumber(counted, locale)} isReported={isReported} />
            ))}
          </dl>
        )}
        {epoch?.reason === 'restored' && (
          <p className={classes['meta']}>{t('licence.usage.restored', { date: formatWhen(epoch.beganAt, locale) })}</p>
        )}
      </Stack>
    </Section>
  );
}

function Meter({ unit, counted, isReported }: { unit: string; counted: string; isReported: boolean }) {
  const { t } = useTranslation('settings');
  return (
    <>
      <dt>{t(`licence.units.${unit}`, { defaultValue: unit })}</dt>
      <dd>
        {counted} {!isReported && <span className={classes['meta']}>{t('licence.usage.notReported')}</span>}
      </dd>
    </>
  );
}

/** One closes each month by itself; one may be written at any time. */
export function ReportsSection() {
  const { t } = useTranslation('settings');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const query = useQuery(reportsQuery);
  const reports = query.data ?? [];
  const writing = useMutation({
    mutationFn: async () => {
      const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
      saveWrittenFile((await read(api.POST('/api/v1/licence/reports', { params }))).file);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: reportsQuery.queryKey }),
  });
  return (
    <Section title={t('licence.reports.title')} help={t('licence.reports.help')}>
      <Stack gap="md">
        <RowsState query={query} isEmpty={reports.length === 0} empty={t('licence.reports.none')}>
          <ul className={classes['rows']}>
            {reports.map((report) => (
              <ReportRow key={report.id} report={report} />
            ))}
          </ul>
        </RowsState>
        {writing.error && <Notice tone="bad">{problemText(writing.error)}</Notice>}
        <Group>
          <Button variant="default" loading={writing.isPending} onClick={() => writing.mutate()}>
            {t('licence.reports.write')}
          </Button>
        </Group>
      </Stack>
    </Section>
  );
}

function ReportRow({ report }: { report: UsageReport }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const saving = useMutation({
    mutationFn: async () => {
      const path = { reportId: report.id };
      saveWrittenFile(await read(api.GET('/api/v1/licence/reports/{reportId}', { params: { path } })));
    },
  });
  const counted = Object.entries(report.counters).map(([unit, count]) => {
    return `${t(`licence.units.${unit}`, { defaultValue: unit })}: ${formatNumber(count, locale)}`;
  });
  return (
    <li>
      <div>
        <strong>{t('licence.reports.row', { period: report.period, seq: report.seq })}</strong>
        <span className={classes['meta']}>
          {formatWhen(report.writtenAt, locale)}
          {' · '}
          {report.isMonthClosed ? t('licence.reports.closed') : t('licence.reports.interim')}
          {counted.length > 0 && ` · ${counted.join(' · ')}`}
        </span>
        {saving.error && <Notice tone="bad">{problemText(saving.error)}</Notice>}
      </div>
      <Button size="xs" variant="default" loading={saving.isPending} onClick={() => saving.mutate()}>
        {t('licence.reports.save')}
      </Button>
    </li>
  );
}
