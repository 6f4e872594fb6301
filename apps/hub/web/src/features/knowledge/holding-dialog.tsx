import { Button, Checkbox, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import { read } from '@nexus/page/api';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { readPercent } from '../../app/money-text.ts';
import { useCreation } from '../../app/use-creation.ts';

export type HoldingDialogProps = { assetId: string; onDone(): unknown; onClose(): void };

/** A share of an asset's royalty for an organisation, from a day on. */
export function HoldingDialog({ assetId, onDone, onClose }: HoldingDialogProps) {
  const { t } = useTranslation('knowledge');
  const { t: word } = useTranslation('app');
  const [share, setShare] = useState({
    holderId: '',
    percent: '',
    validFrom: new Date().toISOString().slice(0, 10),
    isPerpetual: false,
  });
  const { data: organisations = [] } = useQuery({
    queryKey: ['partner-organisations'],
    queryFn: async () =>
      (await read(api.GET('/api/v1/organisations', { params: { query: { limit: 200 } } }))).items.filter(
        ({ kind }) => kind === 'partner',
      ),
  });
  const sharePpm = readPercent(share.percent);
  const adding = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/knowledge-assets/{assetId}/holdings', {
          params: { path: { assetId }, header },
          body: {
            holderId: share.holderId,
            sharePpm: sharePpm!,
            validFrom: share.validFrom,
            validUntil: null,
            isPerpetual: share.isPerpetual,
          },
        }),
      ),
    onDone,
  );

  function add(event: FormEvent): void {
    event.preventDefault();
    if (sharePpm) adding.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={t('addShare')} closeButtonProps={{ 'aria-label': word('common.close') }}>
      <form onSubmit={add}>
        <Stack>
          <NativeSelect
            label={t('holder')}
            value={share.holderId}
            onChange={(event) => setShare({ ...share, holderId: event.currentTarget.value })}
            data={[
              { value: '', label: t('choose') },
              ...organisations.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            required
          />
          <TextInput
            label={t('percent')}
            inputMode="decimal"
            value={share.percent}
            onChange={(event) => setShare({ ...share, percent: event.currentTarget.value })}
            required
          />
          <TextInput
            type="date"
            label={t('from')}
            value={share.validFrom}
            onChange={(event) => setShare({ ...share, validFrom: event.currentTarget.value })}
            required
          />
          <Checkbox
            label={t('isPerpetual')}
            description={t('isPerpetualHelp')}
            checked={share.isPerpetual}
            onChange={(event) => setShare({ ...share, isPerpetual: event.currentTarget.checked })}
          />
          <DialogFoot error={adding.error} onClose={onClose}>
            <Button type="submit" loading={adding.isPending} disabled={!sharePpm || share.holderId === ''}>
              {t('addShareDo')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
