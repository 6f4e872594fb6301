import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { type Passkey, passkeysQuery } from './own-queries.ts';

export function RenamePasskey({ passkey, onClose }: { passkey: Passkey; onClose(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [name, setName] = useState(passkey.name);
  const renaming = useMutation({
    mutationFn: () => {
      const params = { path: { passkeyId: passkey.id } };
      return api.PATCH('/api/v1/me/passkeys/{passkeyId}', { params, body: { name: name.trim() } });
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: passkeysQuery.queryKey });
      onClose();
    },
  });

  function rename(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() !== '') renaming.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('passkeys.rename')}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <form onSubmit={rename}>
        <Stack>
          <TextInput
            label={t('passkeys.name')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
            required
            data-autofocus
          />
          {renaming.error && <Notice tone="bad">{problemText(renaming.error)}</Notice>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {tApp('common.cancel')}
            </Button>
            <Button type="submit" loading={renaming.isPending}>
              {tApp('common.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
