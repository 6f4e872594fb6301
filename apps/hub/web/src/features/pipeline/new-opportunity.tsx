import { Button, Group, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { readAmount } from '../../app/amounts.ts';
import type { Pipeline } from './pipeline-queries.ts';

export function NewOpportunity({ pipeline, onClose }: { pipeline: Pipeline; onClose(): void }) {
  const { t } = useTranslation('pipeline');
  const { t: word } = useTranslation('page');
  const queries = useQueryClient();
  const [typed, setTyped] = useState({ name: '', amount: '', currency: 'EUR', close: '' });
  const value = readAmount(typed.amount, typed.currency);
  const creating = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/opportunities', {
          params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: {
            pipelineId: pipeline.id,
            name: typed.name.trim(),
            value: value!,
            ...(typed.close ? { expectedClose: typed.close } : {}),
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['board', pipeline.id] });
      await queries.invalidateQueries({ queryKey: ['opportunities', pipeline.id] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t('new')} closeButtonProps={{ 'aria-label': word('common.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          creating.mutate();
        }}
      >
        <Stack>
          <TextInput
            label={t('columns.name')}
            value={typed.name}
            onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })}
            maxLength={300}
            data-autofocus
            required
          />
          <Group grow align="start">
            <TextInput
              label={t('columns.value')}
              inputMode="decimal"
              value={typed.amount}
              onChange={(event) => setTyped({ ...typed, amount: event.currentTarget.value })}
              error={typed.amount && !value ? t('notAnAmount') : null}
              required
            />
            <NativeSelect
              label={t('currency')}
              value={typed.currency}
              onChange={(event) => setTyped({ ...typed, currency: event.currentTarget.value })}
              data={['EUR', 'USD', 'VES', 'COP', 'MXN']}
            />
          </Group>
          <TextInput
            type="date"
            label={t('columns.close')}
            value={typed.close}
            onChange={(event) => setTyped({ ...typed, close: event.currentTarget.value })}
          />
          <DialogFoot error={creating.error} onClose={onClose}>
            <Button type="submit" loading={creating.isPending} disabled={!value}>
              {t('create')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
