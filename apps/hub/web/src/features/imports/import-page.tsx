import { Button, Group, Progress } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { formatBytes, formatNumber, type Locale, Notice, StateDot } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ColumnMapping } from './column-mapping.tsx';
import { importQuery, importTones, isWorking } from './import-queries.ts';

/** One file: which column is what, what a check found, and the import itself. */
export function ImportPage() {
  const { t, i18n } = useTranslation('imports');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { importId } = useParams({ from: '/signed-in/imports/$importId' });
  const found = useQuery(importQuery(importId));
  const paramsOf = () => ({ path: { importId }, header: { 'Idempotency-Key': newIdempotencyKey() } });
  const refresh = () => queries.invalidateQueries({ queryKey: ['import', importId] });
  const running = useMutation({
    mutationFn: () => read(api.POST('/api/v1/imports/{importId}/run', { params: paramsOf() })),
    onSettled: refresh,
  });
  const cancelling = useMutation({
    mutationFn: () => read(api.POST('/api/v1/imports/{importId}/cancel', { params: paramsOf() })),
    onSettled: refresh,
  });
  const { data } = found;
  const counts = data
    ? ([
        ['read', data.rowsRead],
        ['created', data.rowsCreated],
        ['updated', data.rowsUpdated],
        ['unchanged', data.rowsUnchanged],
        ['failed', data.rowsFailed],
      ] as const)
    : [];
  return (
    <div className={panel['page']}>
      <RowsState query={found}>
        {data && (
          <>
            <h1>{data.fileName}</h1>
            <Group gap="md" mt={6}>
              <StateDot tone={importTones[data.state]}>{t(`states.${data.state}`)}</StateDot>
              <span>{t(`kinds.${data.kind}`)}</span>
              <span>{formatBytes(data.bytes, locale)}</span>
              <span>{data.encoding}</span>
            </Group>
            {data.failure && (
              <Notice tone="bad" title={t('failed')}>
                {data.failure}
              </Notice>
            )}
            {data.looksMistaken && <Notice tone="warn">{t('mistaken')}</Notice>}
            {!isWorking(data) && (
              <Section title={t('mapping')} help={t('mappingHelp')}>
                <ColumnMapping found={data} onChecked={refresh} />
              </Section>
            )}
            {data.state !== 'uploaded' && (
              <Section title={t(data.state === 'checked' || data.state === 'checking' ? 'wouldDo' : 'did')}>
                {isWorking(data) && (
                  <>
                    <Progress value={100} animated aria-label={t(`states.${data.state}`)} mb="md" />
                    <Button
                      variant="default"
                      mb="md"
                      loading={cancelling.isPending}
                      onClick={() => cancelling.mutate()}
                    >
                      {t('cancel')}
                    </Button>
                  </>
                )}
                <ul className={panel['rows']}>
                  {counts.map(([name, count]) => (
                    <li key={name}>
                      <span>{t(`counts.${name}`)}</span>
                      <strong>{formatNumber(count, locale)}</strong>
                    </li>
                  ))}
                </ul>
                {(data.state === 'checked' || data.state === 'cancelled') && (
                  <Button mt="md" loading={running.isPending} onClick={() => running.mutate()}>
                    {t('run')}
                  </Button>
                )}
                {running.error ? <Notice tone="bad">{problemText(running.error)}</Notice> : null}
              </Section>
            )}
            {data.errors.length > 0 && (
              <Section title={t('faults')} help={t('faultsHelp')}>
                <div className={table['scroll']}>
                  <table className={table['table']}>
                    <thead>
                      <tr>
                        <th>{t('line')}</th>
                        <th>{t('field')}</th>
                        <th>{t('fault')}</th>
                        <th>{t('value')}</th>
                      </tr>
                    </thead>
                    <tbody>
                      {data.errors.slice(0, 200).map((one) => (
                        <tr key={`${one.line} ${one.field}`}>
                          <td>{formatNumber(one.line, locale)}</td>
                          <td>{t(`fields.${one.field}`)}</td>
                          <td>{t(`codes.${one.code}`)}</td>
                          <td>{one.value}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              </Section>
            )}
          </>
        )}
      </RowsState>
    </div>
  );
}
