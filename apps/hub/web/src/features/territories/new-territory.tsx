import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { Territory } from './territory-queries.ts';

const kinds = ['area', 'country', 'region', 'postcode', 'segment'] as const;

export function NewTerritory({ parent, onClose }: { parent: Territory | null; onClose(): void }) {
  const { t } = useTranslation('territories');
  const { t: word } = useTranslation('page');
  const queries = useQueryClient();
  const fitting = kinds.filter((kind) =>
    parent === null ? kind !== 'segment' : kind === 'segment' || kinds.indexOf(kind) > kinds.indexOf(parent.kind),
  );
  const [typed, setTyped] = useState({ kind: fitting[parent === null ? 1 : 0]!, code: '', es: '', en: '' });
  const adding = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/territories', {
          params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: {
            parentId: parent?.id ?? null,
            kind: typed.kind,
            code: typed.code,
            name: { es: typed.es, en: typed.en || typed.es },
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['territories'] });
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(parent === null ? 'addTop' : 'addBelow')}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          adding.mutate();
        }}
      >
        <Stack>
          <NativeSelect
            label={t('kind')}
            value={typed.kind}
            onChange={(event) => setTyped({ ...typed, kind: event.currentTarget.value as typeof typed.kind })}
            data={fitting.map((kind) => ({ value: kind, label: t(`kinds.${kind}`) }))}
          />
          <TextInput
            label={t('code')}
            description={t('codeHelp')}
            value={typed.code}
            onChange={(event) => setTyped({ ...typed, code: event.currentTarget.value })}
            maxLength={40}
            required
          />
          <TextInput
            label={t('nameEs')}
            value={typed.es}
            onChange={(event) => setTyped({ ...typed, es: event.currentTarget.value })}
            maxLength={200}
            required
          />
          <TextInput
            label={t('nameEn')}
            value={typed.en}
            onChange={(event) => setTyped({ ...typed, en: event.currentTarget.value })}
            maxLength={200}
          />
          <DialogFoot error={adding.error} onClose={onClose}>
            <Button type="submit" loading={adding.isPending}>
              {t('add')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
