import { Button, Skeleton, Stack } from '@mantine/core';
import { meQuery, NothingHere, useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ControlDrawer } from './control-drawer.tsx';
import { ControlRow } from './control-row.tsx';
import { byArea, useControlText } from './control-text.ts';
import classes from './security.module.css';
import { SecurityFrame } from './security-frame.tsx';
import { type Control, checkNow, controlsQuery } from './security-queries.ts';

/** For those who guard the system: every safeguard, whether it holds, and how one knows. */
export function SecurityPage() {
  const { t } = useTranslation('security');
  const { data: me } = useQuery(meQuery);
  const [openId, setOpenId] = useState<string | null>(null);
  const query = useQuery(controlsQuery);
  if (me && me.roles.length === 0) return <NothingHere />;
  const mayCheck = me?.roles.some((role) => role !== 'auditor') ?? false;
  const controls = query.data ?? [];
  const open = controls.find(({ id }) => id === openId);
  return (
    <SecurityFrame>
      <header className={classes['head']}>
        <p>{t('help')}</p>
        {mayCheck && <CheckNow />}
      </header>
      <Summary controls={controls} />
      <ControlsState query={query} />
      <Areas controls={controls} onOpen={setOpenId} />
      {open && <ControlDrawer control={open} onClose={() => setOpenId(null)} />}
    </SecurityFrame>
  );
}

function CheckNow() {
  const { t } = useTranslation('security');
  const queries = useQueryClient();
  const problemText = useProblemText();
  const check = useMutation({
    mutationFn: checkNow,
    onSuccess: (controls) => queries.setQueryData(controlsQuery.queryKey, controls),
  });
  return (
    <Stack gap={6}>
      <Button
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={check.isPending}
        onClick={() => check.mutate()}
      >
        {t('checkNow')}
      </Button>
      {check.error && <Notice tone="bad">{problemText(check.error)}</Notice>}
    </Stack>
  );
}

/** One sentence that an officer can repeat to somebody else. */
function Summary({ controls }: { controls: readonly Control[] }) {
  const { t } = useTranslation('security');
  if (controls.length === 0) return null;
  const count = (...states: Control['state'][]) => controls.filter(({ state }) => states.includes(state)).length;
  const failed = count('failed');
  const attention = count('attention');
  const unsure = count('unknown', 'stale');
  const tone = failed > 0 ? 'bad' : attention + unsure > 0 ? 'warn' : 'ok';
  return (
    <Notice tone={tone} title={t(`summary.${tone}`)}>
      {t('summary.counts', { ok: count('ok'), total: controls.length })}
      {failed > 0 && ` ${t('summary.failed', { count: failed })}`}
      {attention > 0 && ` ${t('summary.attention', { count: attention })}`}
      {unsure > 0 && ` ${t('summary.unsure', { count: unsure })}`}
    </Notice>
  );
}

function ControlsState({ query }: { query: { isPending: boolean; error: unknown; refetch(): unknown } }) {
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  if (query.isPending)
    return (
      <Stack gap="sm" aria-busy="true" aria-label={tApp('common.loading')}>
        {[1, 2, 3, 4].map((row) => (
          <Skeleton key={row} height={56} />
        ))}
      </Stack>
    );
  if (!query.error) return null;
  const retry = (
    <Button size="xs" variant="default" onClick={() => query.refetch()}>
      {tApp('common.retry')}
    </Button>
  );
  return (
    <Notice tone="bad" action={retry}>
      {problemText(query.error)}
    </Notice>
  );
}

function Areas({ controls, onOpen }: { controls: readonly Control[]; onOpen(id: string): void }) {
  const text = useControlText();
  return byArea(controls).map(([area, inArea]) => (
    <section key={area} className={classes['area']} aria-label={text.areaName(area)}>
      <h2>{text.areaName(area)}</h2>
      <ul>
        {inArea.map((control) => (
          <ControlRow key={control.id} control={control} onOpen={() => onOpen(control.id)} />
        ))}
      </ul>
    </section>
  ));
}
