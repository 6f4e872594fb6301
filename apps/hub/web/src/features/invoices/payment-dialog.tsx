import { Button, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import { read } from '@nexus/page/api';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { moneyText, plainAmount, readAmount } from '../../app/money-text.ts';
import { useCreation } from '../../app/use-creation.ts';

type Invoice = Answered<'getInvoice'>;
type Method = Invoice['payments'][number]['method'];
const methods: readonly Method[] = ['transfer', 'mobile_payment', 'zelle', 'card', 'cash', 'check', 'other'];

export type PaymentDialogProps = { invoice: Invoice; onDone(invoice: Invoice): unknown; onClose(): void };

/** A payment as the bank shows it, in part or whole. */
export function PaymentDialog({ invoice, onDone, onClose }: PaymentDialogProps) {
  const { t, i18n } = useTranslation('invoices');
  const { t: word } = useTranslation('app');
  const { currency } = invoice.total;
  const [paid, setPaid] = useState({
    amount: plainAmount(invoice.open),
    day: new Date().toISOString().slice(0, 10),
    method: 'transfer' as Method,
    externalId: '',
    reference: '',
  });
  const amount = readAmount(paid.amount, currency);
  const recording = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/invoices/{invoiceId}/payments', {
          params: { path: { invoiceId: invoice.id }, header },
          body: {
            amount: amount!,
            method: paid.method,
            externalId: paid.externalId,
            reference: paid.reference,
            paidAt: new Date(`${paid.day}T12:00:00Z`).toISOString(),
          },
        }),
      ),
    onDone,
  );

  function record(event: FormEvent): void {
    event.preventDefault();
    if (amount !== null) recording.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('recordPayment')}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form onSubmit={record}>
        <Stack>
          <Text size="sm">{t('openOf', { amount: moneyText(invoice.open, i18n.language) })}</Text>
          <TextInput
            label={t('amount', { currency })}
            inputMode="decimal"
            value={paid.amount}
            onChange={(event) => setPaid({ ...paid, amount: event.currentTarget.value })}
            error={amount === null ? t('amountWrong', { currency }) : null}
            data-autofocus
            required
          />
          <TextInput
            type="date"
            label={t('paidOn')}
            value={paid.day}
            onChange={(event) => setPaid({ ...paid, day: event.currentTarget.value })}
            required
          />
          <NativeSelect
            label={t('method')}
            value={paid.method}
            onChange={(event) => setPaid({ ...paid, method: event.currentTarget.value as Method })}
            data={methods.map((value) => ({ value, label: t(`methods.${value}`) }))}
          />
          <TextInput
            label={t('externalId')}
            description={t('externalIdHelp')}
            value={paid.externalId}
            maxLength={200}
            onChange={(event) => setPaid({ ...paid, externalId: event.currentTarget.value })}
            required
          />
          <TextInput
            label={t('reference')}
            value={paid.reference}
            maxLength={300}
            onChange={(event) => setPaid({ ...paid, reference: event.currentTarget.value })}
          />
          <DialogFoot error={recording.error} onClose={onClose}>
            <Button type="submit" loading={recording.isPending} disabled={amount === null}>
              {t('recordDo')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
