import { Progress, Stack } from '@mantine/core';
import { RowsState, Section } from '@nexus/page';
import { formatBytes, formatDuration, formatTime, type Locale, Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import classes from './figures.module.css';
import { statusQuery } from './system-queries.ts';

/** Below this part of the disk, or this many bytes, uploads will soon fail. */
const lowShare = 0.05;
const lowBytes = 2_000_000_000;

export function SystemStatus() {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const query = useQuery(statusQuery);
  const status = query.data;
  const free = status?.storage.freeBytes ?? 0;
  const total = status?.storage.totalBytes ?? 1;
  const isLow = free / total < lowShare || free < lowBytes;
  return (
    <Section title={t('system.status.title')} help={t('system.status.help')}>
      <RowsState query={query}>
        {status && (
          <Stack gap="lg">
            {status.rootKey === 'in_memory' && status.mode === 'production' ? null : status.mode === 'evaluation' ? (
              <Notice tone="warn" title={`${t('system.modes.evaluation')}.`}>
                {t('system.modes.evaluationHelp')}
              </Notice>
            ) : (
              <Notice tone="warn">{t('system.modes.keyBeside')}</Notice>
            )}
            <dl className={classes['figures']}>
              <dt>{t('system.status.mode')}</dt>
              <dd>{t(`system.modes.${status.mode}`)}</dd>
              <dt>{t('system.status.version')}</dt>
              <dd>{status.version}</dd>
              {status.tls && (
                <>
                  <dt>{t('system.status.certificate')}</dt>
                  <dd>
                    {t('system.status.certificateUntil', {
                      subject: status.tls.subject,
                      date: formatTime(status.tls.validUntil, locale),
                    })}
                  </dd>
                </>
              )}
              <dt>{t('system.status.uptime')}</dt>
              <dd>{formatDuration(status.uptimeSeconds)}</dd>
              <dt>{t('system.status.memory')}</dt>
              <dd>{formatBytes(status.memoryBytes, locale)}</dd>
              <dt>{t('system.status.disk')}</dt>
              <dd>
                {t('system.status.diskFree', { free: formatBytes(free, locale), total: formatBytes(total, locale) })}
                <Progress
                  mt={8}
                  maw={320}
                  size="sm"
                  value={(1 - free / total) * 100}
                  aria-label={t('system.status.disk')}
                  {...(isLow ? { color: 'red' } : {})}
                />
              </dd>
            </dl>
            {status.tls && status.tls.condition !== 'good' && (
              <Notice tone="bad">{t(`system.certificate.${status.tls.condition}`)}</Notice>
            )}
            {status.tls?.problem && (
              <Notice tone="bad" title={t('system.certificate.problem')}>
                {status.tls.problem}
              </Notice>
            )}
            {isLow && <Notice tone="bad">{t('system.status.diskLow')}</Notice>}
          </Stack>
        )}
      </RowsState>
    </Section>
  );
}
