import { Button, Group, Stack } from '@mantine/core';
import { ConfirmDialog, Section, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { formatTime, type Locale, Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import type { Licence } from './licence-queries.ts';
import { saveWrittenFile } from './save-written-file.ts';

const key = () => ({ header: { 'Idempotency-Key': newIdempotencyKey() } });

/** A file goes to the issuer, and one comes back; the seat can be given back the same way. */
export function ActivationSection({ licence }: { licence: Licence }) {
  const { t, i18n } = useTranslation('settings');
  const locale = i18n.language as Locale;
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [isDeactivating, setDeactivating] = useState(false);
  const { activation, hasOpenRequest } = licence;
  const isActive = activation?.state === 'active';
  const refresh = () => queries.invalidateQueries({ queryKey: ['licence'] });

  const asking = useMutation({
    mutationFn: async () =>
      saveWrittenFile(await read(api.POST('/api/v1/licence/activation-requests', { params: key() }))),
    onSuccess: refresh,
  });
  const again = useMutation({
    mutationFn: async (kind: 'activation-request' | 'deactivation-receipt') =>
      saveWrittenFile(await read(api.GET('/api/v1/licence/written/{kind}', { params: { path: { kind } } }))),
  });

  async function deactivate(): Promise<void> {
    saveWrittenFile(await read(api.POST('/api/v1/licence/deactivation', { params: key() })));
    await refresh();
  }

  const error = asking.error ?? again.error;
  return (
    <Section title={t('licence.activation.title')} help={t('licence.activation.help')}>
      <Stack gap="md">
        {isActive ? (
          <p>{t('licence.activation.active', { date: formatTime(activation.activatedAt!, locale) })}</p>
        ) : activation?.state === 'deactivated' ? (
          <p>{t('licence.activation.deactivated', { date: formatTime(activation.deactivatedAt!, locale) })}</p>
        ) : (
          <p>{t('licence.activation.none')}</p>
        )}
        {hasOpenRequest && <Notice>{t('licence.activation.waiting')}</Notice>}
        {error && <Notice tone="bad">{problemText(error)}</Notice>}
        <Group>
          <Button variant={isActive ? 'default' : 'filled'} loading={asking.isPending} onClick={() => asking.mutate()}>
            {hasOpenRequest ? t('licence.activation.askAnew') : t('licence.activation.ask')}
          </Button>
          {hasOpenRequest && (
            <Button variant="default" loading={again.isPending} onClick={() => again.mutate('activation-request')}>
              {t('licence.activation.saveRequest')}
            </Button>
          )}
          {activation?.state === 'deactivated' && (
            <Button variant="default" loading={again.isPending} onClick={() => again.mutate('deactivation-receipt')}>
              {t('licence.activation.saveReceipt')}
            </Button>
          )}
          {isActive && (
            <Button variant="default" onClick={() => setDeactivating(true)}>
              {t('licence.activation.deactivate')}
            </Button>
          )}
        </Group>
      </Stack>
      {isDeactivating && (
        <ConfirmDialog
          title={t('licence.activation.deactivateTitle')}
          verb={t('licence.activation.deactivate')}
          onConfirm={deactivate}
          onClose={() => setDeactivating(false)}
        >
          {t('licence.activation.deactivateHelp')}
        </ConfirmDialog>
      )}
    </Section>
  );
}
