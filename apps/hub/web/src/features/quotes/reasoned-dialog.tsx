import { Button, Modal, Stack } from '@mantine/core';
import { DialogFoot, ReasonField } from '@nexus/page';
import { read } from '@nexus/page/api';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useCreation } from '../../app/use-creation.ts';
import type { Quote } from './quote-queries.ts';

export type ReasonedAction = 'ask' | 'approve' | 'refuse' | 'cancel';

export type ReasonedDialogProps = {
  action: ReasonedAction;
  quoteId: string;
  onDone(quote: Quote): void;
  onClose(): void;
};

/** What needs a reason that stays: asking for a discount, deciding about it, withdrawing the quote. */
export function ReasonedDialog({ action, quoteId, onDone, onClose }: ReasonedDialogProps) {
  const { t } = useTranslation('quotes');
  const { t: word } = useTranslation('app');
  const [reason, setReason] = useState('');
  const doing = useCreation((header) => {
    const params = { path: { quoteId }, header };
    if (action === 'ask')
      return read(api.POST('/api/v1/quotes/{quoteId}/approval-request', { params, body: { reason } }));
    if (action === 'cancel')
      return read(api.POST('/api/v1/quotes/{quoteId}/cancellation', { params, body: { reason } }));
    const body = { approve: action === 'approve', reason };
    return read(api.POST('/api/v1/quotes/{quoteId}/approval', { params, body }));
  }, onDone);

  function submit(event: FormEvent): void {
    event.preventDefault();
    doing.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`dialogs.${action}`)}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <ReasonField label={t('reason')} value={reason} onChange={setReason} required isFirst />
          <DialogFoot error={doing.error} onClose={onClose}>
            <Button type="submit" loading={doing.isPending} {...(action === 'cancel' ? { color: 'red' } : {})}>
              {t(action === 'cancel' ? 'cancelQuote' : action)}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
