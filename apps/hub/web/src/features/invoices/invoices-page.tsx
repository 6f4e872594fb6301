import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { IconDownload, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { dayText, moneyText } from '../../app/money-text.ts';
import { Aging } from './aging.tsx';
import { InvoiceStatus, type InvoiceStatusName } from './invoice-status.tsx';

const statuses: readonly InvoiceStatusName[] = ['open', 'overdue', 'paid', 'credited', 'draft'];

/** Invoices that the person may see, newest first, and what is still owed. */
export function InvoicesPage() {
  const { t, i18n } = useTranslation('invoices');
  const [typed, setTyped] = useState('');
  const [status, setStatus] = useState<InvoiceStatusName | ''>('');
  const [text] = useDebouncedValue(typed.trim(), 200);
  const filter = { ...(status ? { status } : {}), ...(text ? { text } : {}) };
  const invoices = useInfiniteQuery({
    queryKey: ['invoices', status, text],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/invoices', {
          params: { query: { limit: 50, ...filter, ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = invoices.data?.pages.flatMap(({ items }) => items) ?? [];
  const asked = new URLSearchParams({ ...filter, language: i18n.language === 'en' ? 'en' : 'es' });
  const right = { textAlign: 'right' as const, whiteSpace: 'nowrap' as const };
  return (
    <div className={panel['page']}>
      <Group justify="space-between">
        <h1>{t('title')}</h1>
        <Button
          component="a"
          href={`/api/v1/invoices/export?${asked}`}
          variant="default"
          leftSection={<IconDownload size={16} />}
        >
          {t('export')}
        </Button>
      </Group>
      <Aging />
      <Group my="md" align="end">
        <TextInput
          w={300}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={t('filter')}
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value as InvoiceStatusName | '')}
          data={[
            { value: '', label: t('all') },
            ...statuses.map((value) => ({ value, label: t(`statuses.${value}`) })),
          ]}
        />
      </Group>
      <RowsState query={invoices} isEmpty={rows.length === 0} empty={t('none')}>
        <div className={table['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('columns.number')}</th>
                <th>{t('columns.customer')}</th>
                <th>{t('columns.partner')}</th>
                <th>{t('columns.issued')}</th>
                <th>{t('columns.due')}</th>
                <th>{t('columns.status')}</th>
                <th style={right}>{t('columns.total')}</th>
                <th style={right}>{t('columns.open')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((invoice) => (
                <tr key={invoice.id}>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    <Link to="/invoices/$invoiceId" params={{ invoiceId: invoice.id }}>
                      {invoice.number ?? t('statuses.draft')}
                    </Link>
                  </td>
                  <td>{invoice.customerName}</td>
                  <td>{invoice.partnerName ?? t('direct')}</td>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    {invoice.issuedOn ? dayText(invoice.issuedOn, i18n.language) : '–'}
                  </td>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    {invoice.dueOn ? dayText(invoice.dueOn, i18n.language) : '–'}
                  </td>
                  <td>
                    <InvoiceStatus status={invoice.status} />
                  </td>
                  <td style={right}>{moneyText(invoice.total, i18n.language)}</td>
                  <td style={right}>{moneyText(invoice.open, i18n.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {invoices.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={invoices.isFetchingNextPage}
            onClick={() => void invoices.fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </RowsState>
    </div>
  );
}
