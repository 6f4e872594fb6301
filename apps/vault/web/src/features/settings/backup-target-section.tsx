import { Button, Group, Progress, Stack } from '@mantine/core';
import { ConfirmDialog, Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import classes from '@nexus/page/panel.module.css';
import { formatBytes, formatNumber, formatWhen, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { BackupAlarms } from './backup-alarms.tsx';
import { BackupGenerations } from './backup-generations.tsx';
import { BackupPruning } from './backup-pruning.tsx';
import { type BackupRun, type BackupTarget, backupsQuery } from './backups-queries.ts';
import { mayRunSystem, type Role } from './duties.ts';
import figures from './figures.module.css';

/** One place: what is wrong first, then what it holds and when the next comes, then what can be done. */
export function BackupTargetSection({ target, roles }: { target: BackupTarget; roles: readonly Role[] }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const queries = useQueryClient();
  const problemText = useProblemText();
  const [isRemoving, setRemoving] = useState(false);
  const mayAct = mayRunSystem(roles);
  const [newest] = target.generations;
  const path = { targetId: target.id };
  const refresh = () => queries.invalidateQueries({ queryKey: backupsQuery.queryKey });
  const starting = useMutation({
    mutationFn: (kind: 'generation' | 'verification' | 'drill') => {
      const params = { path, header: { 'Idempotency-Key': newIdempotencyKey() } };
      return read(api.POST('/api/v1/backups/targets/{targetId}/runs', { params, body: { kind } }));
    },
    onSettled: refresh,
  });
  const isOpen = (kind: BackupRun['kind']) => target.openRuns.some((run) => run.kind === kind);
  return (
    <Section
      title={t(`backups.kinds.${target.kind}`)}
      help={
        <>
          <code className={classes['secret']}>{target.name}</code>
          <br />
          {t(target.continuous ? 'backups.continuous' : 'backups.sometimes', {
            hours: formatNumber(target.everyHours, locale),
            seconds: formatNumber(target.lossSeconds, locale),
          })}
        </>
      }
    >
      <Stack gap="lg">
        <BackupAlarms alarms={target.alarms} />
        {target.openRuns.map((run) => (
          <RunProgress key={run.id} run={run} mayAct={mayAct} />
        ))}
        <dl className={figures['figures']}>
          <dt>{t('backups.last')}</dt>
          <dd>{newest ? formatWhen(newest.takenAt, locale) : t('backups.never')}</dd>
          {target.continuous && (
            <>
              <dt>{t('backups.restorable')}</dt>
              <dd>
                {target.shippedUntil ? formatWhen(target.shippedUntil, locale) : t('backups.never')}
                {target.behindBytes !== null && (
                  <span className={classes['meta']}>
                    {t('backups.behind', { size: formatBytes(target.behindBytes, locale) })}
                  </span>
                )}
              </dd>
            </>
          )}
          <dt>{t('backups.next')}</dt>
          <dd>{formatWhen(target.nextAt, locale)}</dd>
          <dt>{t('backups.keep')}</dt>
          <dd>{t('backups.days', { count: target.keepDays })}</dd>
        </dl>
        {starting.error && <Notice tone="bad">{problemText(starting.error)}</Notice>}
        {mayAct && (
          <Group gap="sm">
            <Button disabled={isOpen('generation')} onClick={() => starting.mutate('generation')}>
              {t('backups.runNow')}
            </Button>
            <Button variant="default" disabled={!newest || isOpen('drill')} onClick={() => starting.mutate('drill')}>
              {t('backups.drillNow')}
            </Button>
            <Button
              variant="default"
              disabled={!newest || isOpen('verification')}
              onClick={() => starting.mutate('verification')}
            >
              {t('backups.verifyNow')}
            </Button>
            <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
              {t('backups.remove')}
            </Button>
          </Group>
        )}
        {newest && <BackupGenerations generations={target.generations} />}
        <BackupPruning target={target} roles={roles} />
      </Stack>
      {isRemoving && (
        <ConfirmDialog
          title={t('backups.remove')}
          verb={t('backups.remove')}
          onConfirm={async () => {
            await read(api.DELETE('/api/v1/backups/targets/{targetId}', { params: { path } }));
            await refresh();
          }}
          onClose={() => setRemoving(false)}
        >
          {t('backups.removeHelp', { name: target.name })}
        </ConfirmDialog>
      )}
    </Section>
  );
}

function RunProgress({ run, mayAct }: { run: BackupRun; mayAct: boolean }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const queries = useQueryClient();
  const cancelling = useMutation({
    mutationFn: () => api.DELETE('/api/v1/backups/runs/{runId}', { params: { path: { runId: run.id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: backupsQuery.queryKey }),
  });
  const { bytesDone, bytesTotal, stage, problem } = run;
  const share = bytesTotal ? Math.min(100, (bytesDone / bytesTotal) * 100) : null;
  const doing = t(`backups.runs.${run.kind}`);
  return (
    <Group justify="space-between" wrap="nowrap" gap="lg">
      <div style={{ flex: 1 }}>
        {doing}
        <span className={classes['meta']}>
          {stage ? t(`backups.stages.${stage}`, { defaultValue: stage }) : t('backups.stages.queued')}
          {bytesDone > 0 && ` · ${formatBytes(bytesDone, locale)}`}
          {problem && ` · ${t(`backups.problems.${problem}`, { defaultValue: problem })}`}
        </span>
        <Progress
          mt={6}
          size="xs"
          value={share ?? 100}
          {...(share === null ? { striped: true, animated: true } : {})}
          aria-label={doing}
        />
      </div>
      {mayAct && (
        <Button size="xs" variant="default" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          {t('system.index.cancel')}
        </Button>
      )}
    </Group>
  );
}
