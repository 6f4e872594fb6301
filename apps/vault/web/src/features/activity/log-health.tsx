import { Button, Group, Progress, Skeleton, Stack } from '@mantine/core';
import { meQuery, useProblemText } from '@nexus/page';
import { formatNumber, formatTime, type Locale, Notice, StateDot } from '@nexus/ui';
import { IconPrinter, IconShieldCheck, IconSignature } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import { BrokenLog } from './broken-log.tsx';
import { CheckpointList } from './checkpoint-list.tsx';
import { CopyableCode } from './copyable-code.tsx';
import { ExportLog } from './export-log.tsx';
import { LogPlaces } from './log-places.tsx';
import { type LogState, logStateQuery, signCheckpoint, verifyLog } from './log-queries.ts';
import { printCheckpoint } from './print-checkpoint.ts';

/** Whether the log is what it was: what was signed, where it went, when it was checked, and the means to check it oneself. */
export function LogHealth() {
  const problemText = useProblemText();
  const { data: me } = useQuery(meQuery);
  const { data: state, error } = useQuery(logStateQuery);
  if (error) return <Notice tone="bad">{problemText(error)}</Notice>;
  if (!state) return <Skeleton height={220} radius="md" />;
  const roles = me?.roles ?? [];
  return (
    <Stack gap={36}>
      {state.broken && <BrokenLog broken={state.broken} mayAccept={roles.includes('officer')} />}
      <Summary state={state} />
      <LogPlaces state={state} />
      {roles.includes('auditor') && <ExportLog />}
      <CheckpointList />
    </Stack>
  );
}

function Summary({ state }: { state: LogState }) {
  const { t, i18n } = useTranslation('activity');
  const problemText = useProblemText();
  const locale = i18n.language as Locale;
  const queries = useQueryClient();
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: logStateQuery.queryKey }),
      queries.invalidateQueries({ queryKey: ['audit-checkpoints'] }),
    ]);
  const signing = useMutation({ mutationFn: signCheckpoint, onSettled: refresh });
  const verifying = useMutation({ mutationFn: verifyLog, onSettled: refresh });
  const { checkpoint, identity, size, verification } = state;
  const { last, progress } = verification;
  return (
    <section aria-labelledby="log-summary">
      <h2 id="log-summary" className={classes['heading']}>
        {t('health.title')}
      </h2>
      <dl className={classes['facts']}>
        <dt>{t('health.entries')}</dt>
        <dd>{formatNumber(size, locale)}</dd>
        <dt>{t('health.checkpoint')}</dt>
        <dd>
          {checkpoint
            ? t('health.signedAt', {
                size: formatNumber(checkpoint.size, locale),
                time: formatTime(checkpoint.signedAt, locale),
              })
            : t('health.notSigned')}
        </dd>
        {checkpoint && (
          <>
            <dt>{t('health.root')}</dt>
            <dd>
              <CopyableCode text={checkpoint.root} label={t('health.root')} />
            </dd>
          </>
        )}
        {identity && (
          <>
            <dt>{t('health.key')}</dt>
            <dd>
              <CopyableCode text={identity.publicKey} label={t('health.key')} />
            </dd>
          </>
        )}
        <dt>{t('health.verified')}</dt>
        <dd>
          {progress ? (
            <Progress
              value={(100 * progress.done) / Math.max(1, progress.size)}
              aria-label={t('health.verifying')}
              my={6}
              animated
            />
          ) : last ? (
            <StateDot tone={last.faults === 0 ? 'ok' : 'bad'}>
              {t(last.faults === 0 ? 'health.wholeAt' : 'health.faultsAt', {
                count: last.faults,
                size: formatNumber(last.size, locale),
                time: formatTime(last.at, locale),
              })}
            </StateDot>
          ) : (
            t('health.neverVerified')
          )}
        </dd>
      </dl>
      <Group mt="lg" gap="sm">
        <Button
          variant="default"
          leftSection={<IconShieldCheck size={16} />}
          loading={verifying.isPending || progress !== null}
          onClick={() => verifying.mutate()}
        >
          {t('health.verify')}
        </Button>
        <Button
          variant="default"
          leftSection={<IconSignature size={16} />}
          loading={signing.isPending}
          onClick={() => signing.mutate()}
        >
          {t('health.sign')}
        </Button>
        {checkpoint && identity && (
          <Button
            variant="default"
            leftSection={<IconPrinter size={16} />}
            onClick={() =>
              printCheckpoint({
                checkpoint,
                publicKey: identity.publicKey,
                locale,
                words: { title: t('print.title'), help: t('print.help'), key: t('health.key') },
              })
            }
          >
            {t('health.print')}
          </Button>
        )}
      </Group>
      {[signing.error, verifying.error].map(
        (error) =>
          error && (
            <Notice key={error.message} tone="bad">
              {problemText(error)}
            </Notice>
          ),
      )}
    </section>
  );
}
