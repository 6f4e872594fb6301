import { Button, Group, Progress, Stack } from '@mantine/core';
import { ConfirmDialog, RowsState, Section } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import classes from '@nexus/page/panel.module.css';
import { formatBytes, formatNumber, formatWhen, type Locale, StateDot, type StateTone } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import figures from './figures.module.css';
import { isUnderWay, type Rebuild, rebuildsQuery, statusQuery } from './system-queries.ts';

const tones: Record<Rebuild['state'], StateTone> = {
  queued: 'idle',
  running: 'busy',
  done: 'ok',
  failed: 'bad',
  cancelled: 'idle',
};
const mostShown = 5;

export function SystemIndex() {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const queries = useQueryClient();
  const query = useQuery(rebuildsQuery);
  const { data: status } = useQuery(statusQuery);
  const [isAsking, setAsking] = useState(false);
  const rebuilds = query.data ?? [];

  async function rebuild(): Promise<void> {
    const params = { header: { 'Idempotency-Key': newIdempotencyKey() } };
    await read(api.POST('/api/v1/index/rebuilds', { params }));
    await queries.invalidateQueries({ queryKey: rebuildsQuery.queryKey });
  }

  return (
    <Section title={t('system.index.title')} help={t('system.index.help')}>
      <Stack gap="lg">
        {status && (
          <dl className={figures['figures']}>
            <dt>{t('system.index.memory')}</dt>
            <dd>{formatBytes(status.index.bytes, locale)}</dd>
            <dt>{t('system.index.segments')}</dt>
            <dd>{formatNumber(status.index.segments, locale)}</dd>
            <dt>{t('system.index.cells')}</dt>
            <dd>{formatNumber(status.index.cells, locale)}</dd>
          </dl>
        )}
        <RowsState query={query} isEmpty={rebuilds.length === 0} empty={t('system.index.none')}>
          <ul className={classes['rows']}>
            {rebuilds.slice(0, mostShown).map((row) => (
              <RebuildRow key={row.id} rebuild={row} />
            ))}
          </ul>
        </RowsState>
        <Group>
          <Button variant="default" onClick={() => setAsking(true)} disabled={rebuilds.some(isUnderWay)}>
            {t('system.index.rebuild')}
          </Button>
        </Group>
      </Stack>
      {isAsking && (
        <ConfirmDialog
          title={t('system.index.rebuildTitle')}
          verb={t('system.index.rebuild')}
          isDestructive={false}
          onConfirm={rebuild}
          onClose={() => setAsking(false)}
        >
          {t('system.index.rebuildHelp')}
        </ConfirmDialog>
      )}
    </Section>
  );
}

function RebuildRow({ rebuild }: { rebuild: Rebuild }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const queries = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => api.DELETE('/api/v1/index/rebuilds/{rebuildId}', { params: { path: { rebuildId: rebuild.id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: rebuildsQuery.queryKey }),
  });
  const { passagesDone: done, passagesTotal: total } = rebuild;
  return (
    <li>
      <div style={{ flex: 1 }}>
        <StateDot tone={tones[rebuild.state]}>{t(`system.index.states.${rebuild.state}`)}</StateDot>
        <span className={classes['meta']}>
          {formatWhen(rebuild.requestedAt, locale)} ·{' '}
          {t('system.index.progress', { done: formatNumber(done, locale), total: formatNumber(total, locale) })}
        </span>
        {isUnderWay(rebuild) && (
          <Progress
            mt={6}
            size="xs"
            value={total > 0 ? (done / total) * 100 : 0}
            aria-label={t('system.index.rebuild')}
          />
        )}
      </div>
      {isUnderWay(rebuild) && (
        <Button size="xs" variant="default" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('system.index.cancel')}
        </Button>
      )}
    </li>
  );
}
