import { Button, Modal, Stack, Text } from '@mantine/core';
import { ConfirmDialog, DialogFoot, ReasonField } from '@nexus/page';
import { read } from '@nexus/page/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { useKeyNames } from './key-names.ts';
import { keysQuery, type SpaceKeys } from './keys-queries.ts';

/** Keeps a space from being destroyed, with the reason, or lets go of it. */
export function SetHold({ space, onClose }: { space: SpaceKeys; onClose(): void }) {
  const { t } = useTranslation('security');
  const { t: tApp } = useTranslation('app');
  const names = useKeyNames();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const { spaceId, hold } = space;
  const params = { path: { spaceId } };
  const refresh = () => queries.invalidateQueries({ queryKey: keysQuery.queryKey });
  const setting = useMutation({
    mutationFn: () => read(api.PUT('/api/v1/keys/holds/{spaceId}', { params, body: { reason: reason.trim() } })),
    onSettled: refresh,
    onSuccess: onClose,
  });
  const name = names.space(spaceId);
  if (hold)
    return (
      <ConfirmDialog
        title={t('keys.holds.liftTitle', { name })}
        verb={t('keys.holds.lift')}
        isDestructive={false}
        onConfirm={async () => {
          await read(api.DELETE('/api/v1/keys/holds/{spaceId}', { params }));
          await refresh();
        }}
        onClose={onClose}
      >
        {t('keys.holds.liftHelp', { reason: hold.reason })}
      </ConfirmDialog>
    );

  function set(event: FormEvent): void {
    event.preventDefault();
    if (reason.trim() !== '') setting.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('keys.holds.setTitle', { name })}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <form onSubmit={set}>
        <Stack>
          <Text component="p">{t('keys.holds.help')}</Text>
          <ReasonField label={t('keys.reason')} value={reason} onChange={setReason} required isFirst />
          <DialogFoot error={setting.error} onClose={onClose}>
            <Button type="submit" loading={setting.isPending} disabled={reason.trim() === ''}>
              {t('keys.holds.set')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
