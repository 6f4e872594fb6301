import { Button, Stack } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import classes from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { formatNumber, formatWhen, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import figures from './figures.module.css';
import { jobsQuery } from './system-queries.ts';

export function SystemJobs() {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const queries = useQueryClient();
  const query = useQuery(jobsQuery);
  const retrying = useMutation({
    mutationFn: (jobId: string) => api.POST('/api/v1/jobs/{jobId}/retry', { params: { path: { jobId } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: jobsQuery.queryKey }),
  });
  const { queues = [], failed = [] } = query.data ?? {};
  const nameOf = (queue: string): string => t(`system.jobs.names.${queue}`, { defaultValue: queue });
  return (
    <Section title={t('system.jobs.title')} help={t('system.jobs.help')}>
      <RowsState query={query}>
        <Stack gap="lg">
          <div className={table['scroll']}>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th scope="col">{t('system.jobs.queue')}</th>
                  {(['waiting', 'running', 'failed'] as const).map((column) => (
                    <th scope="col" key={column} className={figures['number']}>
                      {t(`system.jobs.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {queues.map((queue) => (
                  <tr key={queue.queue}>
                    <td>{nameOf(queue.queue)}</td>
                    {(['waiting', 'running', 'failed'] as const).map((column) => (
                      <td key={column} className={figures['number']}>
                        {formatNumber(queue[column], locale)}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {retrying.error && <Notice tone="bad">{problemText(retrying.error)}</Notice>}
          {failed.length === 0 ? (
            <span className={classes['meta']}>{t('system.jobs.noFailed')}</span>
          ) : (
            <div>
              <strong>{t('system.jobs.failedTitle')}</strong>
              <ul className={classes['rows']}>
                {failed.map((job) => (
                  <li key={job.id}>
                    <div>
                      {nameOf(job.queue)}
                      <span className={classes['meta']}>
                        {formatWhen(job.failedAt, locale)} · {t('system.jobs.attempts', { count: job.attempts })} ·{' '}
                        <code>{job.id.slice(0, 8)}</code>
                      </span>
                    </div>
                    <Button size="xs" variant="default" onClick={() => retrying.mutate(job.id)}>
                      {t('system.jobs.retry')}
                    </Button>
                  </li>
                ))}
              </ul>
            </div>
          )}
        </Stack>
      </RowsState>
    </Section>
  );
}
