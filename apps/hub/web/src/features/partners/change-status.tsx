import { Button, Modal, NativeSelect, Stack } from '@mantine/core';
import { DialogFoot, ReasonField } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import type { Partner, PartnerStatus } from './partner-queries.ts';

const reachable: Readonly<Record<PartnerStatus, readonly PartnerStatus[]>> = {
  onboarding: ['active', 'ended'],
  active: ['suspended', 'ended'],
  suspended: ['active', 'ended'],
  ended: [],
};

export function ChangeStatus({ partner, onClose }: { partner: Partner; onClose(): void }) {
  const { t } = useTranslation('partners');
  const { t: word } = useTranslation('page');
  const queries = useQueryClient();
  const [status, setStatus] = useState(reachable[partner.status][0]!);
  const [reason, setReason] = useState('');
  const changing = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/partners/{partnerId}/status', {
          params: { path: { partnerId: partner.id }, header: { 'Idempotency-Key': newIdempotencyKey() } },
          body: { status, ...(reason.trim() ? { reason: reason.trim() } : {}) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['partner', partner.id] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={t('changeStatus')} closeButtonProps={{ 'aria-label': word('common.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          changing.mutate();
        }}
      >
        <Stack>
          <NativeSelect
            label={t('columns.status')}
            value={status}
            onChange={(event) => setStatus(event.currentTarget.value as PartnerStatus)}
            data={reachable[partner.status].map((one) => ({ value: one, label: t(`statuses.${one}`) }))}
          />
          <ReasonField label={t('reason')} value={reason} onChange={setReason} required={status !== 'active'} />
          <DialogFoot error={changing.error} onClose={onClose}>
            <Button type="submit" loading={changing.isPending}>
              {t('changeStatusDo')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
