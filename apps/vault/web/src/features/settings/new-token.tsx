import { Button, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { OneTimeSecret, useProblemText } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { tokensQuery } from './own-queries.ts';

const lengths = [7, 30, 90, 365];

/** Names a token and chooses how long it lives; then shows it, once. */
export function NewToken({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [days, setDays] = useState('30');
  const [key] = useState(newIdempotencyKey);
  const creating = useMutation({
    mutationFn: () => {
      const header = { 'Idempotency-Key': key };
      return read(api.POST('/api/v1/tokens', { params: { header }, body: { name: name.trim(), days: Number(days) } }));
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });

  function create(event: FormEvent): void {
    event.preventDefault();
    if (name.trim() !== '') creating.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('tokens.create')}
      closeOnClickOutside={!creating.data}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      {creating.data ? (
        <Stack>
          <OneTimeSecret label={creating.data.name} value={creating.data.secret} help={t('tokens.once')} />
          <Group justify="flex-end">
            <Button onClick={onClose}>{t('tokens.kept')}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={create}>
          <Stack>
            <TextInput
              label={t('tokens.name')}
              description={t('tokens.nameHelp')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              maxLength={100}
              required
              data-autofocus
            />
            <Select
              label={t('tokens.days')}
              data={lengths.map((length) => ({
                value: String(length),
                label: t('tokens.dayCount', { count: length }),
              }))}
              value={days}
              onChange={(value) => value && setDays(value)}
              allowDeselect={false}
            />
            {creating.error && <Notice tone="bad">{problemText(creating.error)}</Notice>}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {tApp('common.cancel')}
              </Button>
              <Button type="submit" loading={creating.isPending} disabled={name.trim() === ''}>
                {t('tokens.create')}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
