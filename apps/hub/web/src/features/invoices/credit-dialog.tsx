import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { DialogFoot, ReasonField } from '@nexus/page';
import { read } from '@nexus/page/api';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { moneyText, plainAmount, readAmount } from '../../app/money-text.ts';
import { useCreation } from '../../app/use-creation.ts';

type Invoice = Answered<'getInvoice'>;

export type CreditDialogProps = {
  kind: 'credit' | 'refund';
  invoice: Invoice;
  onDone(invoice: Invoice): unknown;
  onClose(): void;
};

/** What goes back, by line and before tax; the server adds the tax that belongs to it. An empty field is nothing of that line. */
export function CreditDialog({ kind, invoice, onDone, onClose }: CreditDialogProps) {
  const { t, i18n } = useTranslation('invoices');
  const { t: word } = useTranslation('app');
  const { currency } = invoice.total;
  const left = (line: Invoice['lines'][number]) => ({
    minor: (BigInt(line.net.minor) - BigInt(line.returnedNet.minor)).toString(),
    currency,
  });
  const lines = invoice.lines.filter((line) => left(line).minor !== '0');
  const [typed, setTyped] = useState<Record<string, string>>(() =>
    Object.fromEntries(lines.map((line) => [line.id, kind === 'refund' ? plainAmount(left(line)) : ''])),
  );
  const [externalId, setExternalId] = useState('');
  const [reason, setReason] = useState('');
  const chosen = lines
    .filter(({ id }) => (typed[id] ?? '').trim() !== '')
    .map(({ id }) => ({ invoiceLineId: id, net: readAmount(typed[id]!, currency) }));
  const isReady = chosen.length > 0 && chosen.every(({ net }) => net !== null);
  const writing = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/invoices/{invoiceId}/credit-notes', {
          params: { path: { invoiceId: invoice.id }, header },
          body: {
            kind,
            externalId,
            reason,
            lines: chosen.map(({ invoiceLineId, net }) => ({ invoiceLineId, net: net! })),
          },
        }),
      ),
    onDone,
  );

  function write(event: FormEvent): void {
    event.preventDefault();
    if (isReady) writing.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={t(kind)} closeButtonProps={{ 'aria-label': word('common.close') }}>
      <form onSubmit={write}>
        <Stack>
          <Text size="sm">{t(kind === 'refund' ? 'refundHelp' : 'creditHelp')}</Text>
          {lines.map((line) => (
            <TextInput
              key={line.id}
              label={line.description}
              description={t('leftOf', { amount: moneyText(left(line), i18n.language) })}
              inputMode="decimal"
              value={typed[line.id] ?? ''}
              onChange={(event) => setTyped({ ...typed, [line.id]: event.currentTarget.value })}
              error={
                (typed[line.id] ?? '').trim() !== '' && readAmount(typed[line.id]!, currency) === null
                  ? t('amountWrong', { currency })
                  : null
              }
            />
          ))}
          <TextInput
            label={t('ownReference')}
            description={t('ownReferenceHelp')}
            value={externalId}
            maxLength={200}
            onChange={(event) => setExternalId(event.currentTarget.value)}
            required
          />
          <ReasonField label={t('reason')} value={reason} onChange={setReason} required />
          <DialogFoot error={writing.error} onClose={onClose}>
            <Button type="submit" loading={writing.isPending} disabled={!isReady}>
              {t(kind === 'refund' ? 'refundDo' : 'creditDo')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
