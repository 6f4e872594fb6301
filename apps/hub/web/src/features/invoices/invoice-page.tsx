import { Button, Group, Text } from '@mantine/core';
import { RowsState, Section, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { Notice } from '@nexus/ui';
import { IconFileTypePdf } from '@tabler/icons-react';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { dayText, moneyText } from '../../app/money-text.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useCreation } from '../../app/use-creation.ts';
import { CreditDialog } from './credit-dialog.tsx';
import { InvoiceLines } from './invoice-lines.tsx';
import { InvoiceStatus } from './invoice-status.tsx';
import { PaymentDialog } from './payment-dialog.tsx';

type Invoice = Answered<'getInvoice'>;

const invoiceQuery = (invoiceId: string) =>
  queryOptions({
    queryKey: ['invoice', invoiceId],
    queryFn: () => read(api.GET('/api/v1/invoices/{invoiceId}', { params: { path: { invoiceId } } })),
  });

/** An invoice with what was paid and given back; finance records both here. */
export function InvoicePage() {
  const { t, i18n } = useTranslation('invoices');
  const problemText = useProblemText();
  const { invoiceId } = useParams({ from: '/signed-in/invoices/$invoiceId' });
  const queries = useQueryClient();
  const { isOffice } = useOwnRoles();
  const found = useQuery(invoiceQuery(invoiceId));
  const [dialog, setDialog] = useState<'payment' | 'refund' | 'credit' | null>(null);
  const changed = async (next: Invoice) => {
    queries.setQueryData(invoiceQuery(invoiceId).queryKey, next);
    setDialog(null);
    await queries.invalidateQueries({ queryKey: ['invoices'] });
  };
  const issuing = useCreation(
    (header) => read(api.POST('/api/v1/invoices/{invoiceId}/issue', { params: { path: { invoiceId }, header } })),
    changed,
  );
  const invoice = found.data;
  const keeps = isOffice('owner', 'finance');
  const money = (amount: Invoice['total']) => moneyText(amount, i18n.language);
  const isOpen = invoice?.status === 'open' || invoice?.status === 'overdue';

  return (
    <div className={panel['page']}>
      <RowsState query={found}>
        {invoice && (
          <>
            <Group justify="space-between" align="start">
              <div>
                <h1>{invoice.number ?? t('draftTitle')}</h1>
                <Text c="dimmed">
                  {invoice.customerName}
                  {invoice.customer.taxId && ` · ${invoice.customer.taxId}`} · {invoice.partnerName ?? t('direct')}
                </Text>
              </div>
              <Button
                component="a"
                href={`/api/v1/invoices/${invoice.id}/pdf`}
                target="_blank"
                variant="default"
                leftSection={<IconFileTypePdf size={16} />}
              >
                {t('pdf')}
              </Button>
            </Group>
            <Section title={t('state')} help={invoice.notes}>
              <Group gap="lg" mb="md">
                <InvoiceStatus status={invoice.status} />
                {invoice.issuedOn && (
                  <Text size="sm">{t('issuedOn', { day: dayText(invoice.issuedOn, i18n.language) })}</Text>
                )}
                {invoice.dueOn && <Text size="sm">{t('dueOn', { day: dayText(invoice.dueOn, i18n.language) })}</Text>}
                {isOpen && <Text size="sm">{t('openOf', { amount: money(invoice.open) })}</Text>}
              </Group>
              {keeps && (
                <Group>
                  {invoice.status === 'draft' && (
                    <Button loading={issuing.isPending} onClick={() => issuing.mutate()}>
                      {t('issue')}
                    </Button>
                  )}
                  {isOpen && <Button onClick={() => setDialog('payment')}>{t('recordPayment')}</Button>}
                  {isOpen && (
                    <Button variant="default" onClick={() => setDialog('credit')}>
                      {t('credit')}
                    </Button>
                  )}
                  {BigInt(invoice.paid.minor) > BigInt(invoice.refunded.minor) && (
                    <Button variant="default" onClick={() => setDialog('refund')}>
                      {t('refund')}
                    </Button>
                  )}
                </Group>
              )}
              {issuing.error ? <Notice tone="bad">{problemText(issuing.error)}</Notice> : null}
            </Section>
            <Section title={t('lines')}>
              <InvoiceLines invoice={invoice} />
            </Section>
            <Section title={t('payments')} help={t('paymentsHelp')}>
              {invoice.payments.length === 0 && <p className={panel['empty']}>{t('noPayments')}</p>}
              <ul className={panel['rows']}>
                {invoice.payments.map((payment) => (
                  <li key={payment.id}>
                    <span>
                      {t(`methods.${payment.method}`)} · {payment.externalId}
                      <span className={panel['meta']}>
                        {new Date(payment.paidAt).toLocaleDateString(i18n.language)} {payment.reference}
                      </span>
                    </span>
                    <span>{money(payment.amount)}</span>
                  </li>
                ))}
              </ul>
            </Section>
            {invoice.creditNotes.length > 0 && (
              <Section title={t('creditNotes')}>
                <ul className={panel['rows']}>
                  {invoice.creditNotes.map((note) => (
                    <li key={note.id}>
                      <span>
                        <a href={`/api/v1/credit-notes/${note.id}/pdf`} target="_blank" rel="noreferrer">
                          {note.number}
                        </a>{' '}
                        · {t(`noteKinds.${note.kind}`)}
                        <span className={panel['meta']}>
                          {dayText(note.issuedOn, i18n.language)} · {note.reason}
                        </span>
                      </span>
                      <span>{money(note.total)}</span>
                    </li>
                  ))}
                </ul>
              </Section>
            )}
            {dialog === 'payment' && (
              <PaymentDialog invoice={invoice} onDone={changed} onClose={() => setDialog(null)} />
            )}
            {(dialog === 'refund' || dialog === 'credit') && (
              <CreditDialog kind={dialog} invoice={invoice} onDone={changed} onClose={() => setDialog(null)} />
            )}
          </>
        )}
      </RowsState>
    </div>
  );
}
