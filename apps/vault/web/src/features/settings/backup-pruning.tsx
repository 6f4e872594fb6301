import { Button, Group } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { formatWhen, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { type BackupTarget, backupsQuery } from './backups-queries.ts';
import { mayRunSystem, type Role } from './duties.ts';

/** Backups past their time go by two people's word and after a delay. Shown when there is something to say. */
export function BackupPruning({ target, roles }: { target: BackupTarget; roles: readonly Role[] }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { pruning, expired } = target;
  const header = { 'Idempotency-Key': newIdempotencyKey() };
  const acting = useMutation({
    mutationFn: async (act: 'ask' | 'confirm' | 'cancel') => {
      if (act === 'ask') {
        const params = { path: { targetId: target.id }, header };
        await read(api.POST('/api/v1/backups/targets/{targetId}/prunings', { params }));
        return;
      }
      const path = { pruningId: pruning?.id ?? '' };
      if (act === 'confirm')
        await read(api.POST('/api/v1/backups/prunings/{pruningId}/confirm', { params: { path, header } }));
      else await read(api.DELETE('/api/v1/backups/prunings/{pruningId}', { params: { path } }));
    },
    onSettled: () => queries.invalidateQueries({ queryKey: backupsQuery.queryKey }),
  });
  const isOpen = pruning?.state === 'asked' || pruning?.state === 'confirmed';
  if (!isOpen && expired === 0) return null;
  const words =
    pruning?.state === 'asked'
      ? t('backups.pruning.asked', { count: pruning.generations })
      : pruning?.state === 'confirmed'
        ? t('backups.pruning.confirmed', {
            count: pruning.generations,
            when: pruning.notBefore ? formatWhen(pruning.notBefore, locale) : '',
          })
        : t('backups.pruning.expired', { count: expired });
  return (
    <Notice tone="plain">
      <div>{words}</div>
      {acting.error && <div>{problemText(acting.error)}</div>}
      <Group mt="sm" gap="sm">
        {!isOpen && mayRunSystem(roles) && (
          <Button size="xs" variant="default" onClick={() => acting.mutate('ask')}>
            {t('backups.pruning.ask')}
          </Button>
        )}
        {pruning?.state === 'asked' && roles.includes('officer') && (
          <Button size="xs" onClick={() => acting.mutate('confirm')}>
            {t('backups.pruning.confirm')}
          </Button>
        )}
        {isOpen && (
          <Button size="xs" variant="default" onClick={() => acting.mutate('cancel')}>
            {t('backups.pruning.cancel')}
          </Button>
        )}
      </Group>
    </Notice>
  );
}
