import { Button, Modal, NativeSelect, Stack, Switch, TextInput } from '@mantine/core';
import { DialogFoot, ReasonField } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useTextOf } from '../../app/text-of.ts';
import type { Territory } from './territory-queries.ts';

export function GrantTerritory({ territory, onClose }: { territory: Territory; onClose(): void }) {
  const { t } = useTranslation('territories');
  const { t: word } = useTranslation('page');
  const textOf = useTextOf();
  const queries = useQueryClient();
  const [typed, setTyped] = useState({ partnerId: '', productLine: '', isExclusive: false, reason: '' });
  const partners = useQuery({
    queryKey: ['partners', 'to-grant'],
    queryFn: async () =>
      (await read(api.GET('/api/v1/partners', { params: { query: { limit: 200, status: 'active' } } }))).items,
  });
  const granting = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/territory-grants', {
          params: { header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: {
            partnerId: typed.partnerId || partners.data![0]!.id,
            territoryId: territory.id,
            isExclusive: typed.isExclusive,
            productLine: typed.productLine.trim() || null,
            reason: typed.reason.trim(),
          },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['territory-grants'] });
      onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('grantTitle', { place: textOf(territory.name) })}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          granting.mutate();
        }}
      >
        <Stack>
          <NativeSelect
            label={t('partner')}
            value={typed.partnerId}
            onChange={(event) => setTyped({ ...typed, partnerId: event.currentTarget.value })}
            data={partners.data?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
            required
          />
          <TextInput
            label={t('line')}
            description={t('lineHelp')}
            value={typed.productLine}
            onChange={(event) => setTyped({ ...typed, productLine: event.currentTarget.value })}
            maxLength={60}
          />
          <Switch
            label={t('exclusive')}
            checked={typed.isExclusive}
            onChange={(event) => setTyped({ ...typed, isExclusive: event.currentTarget.checked })}
          />
          <ReasonField
            label={t('reason')}
            value={typed.reason}
            onChange={(reason) => setTyped({ ...typed, reason })}
            required
          />
          <DialogFoot error={granting.error} onClose={onClose}>
            <Button type="submit" loading={granting.isPending} disabled={!partners.data?.length}>
              {t('grant')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
