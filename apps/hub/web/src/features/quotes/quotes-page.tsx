import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { IconPlus, IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { dayText, moneyText } from '../../app/money-text.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { QuoteState } from './quote-state.tsx';

const filters = {
  all: {},
  open: { state: 'open' },
  waiting: { awaitingApproval: 'true' },
  accepted: { state: 'accepted' },
  renewals: { kind: 'renewal' },
} as const;
type Filter = keyof typeof filters;

/** Quotes that the person may see, newest first. */
export function QuotesPage() {
  const { t, i18n } = useTranslation('quotes');
  const { isOffice, isPartner } = useOwnRoles();
  const [typed, setTyped] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const [text] = useDebouncedValue(typed.trim(), 200);
  const quotes = useInfiniteQuery({
    queryKey: ['quotes', filter, text],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/quotes', {
          params: {
            query: {
              limit: 50,
              ...filters[filter],
              ...(text ? { text } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = quotes.data?.pages.flatMap(({ items }) => items) ?? [];
  const maySell = isOffice('owner', 'channel_manager') || isPartner('partner_admin', 'partner_seller');
  return (
    <div className={panel['page']}>
      <Group justify="space-between">
        <h1>{t('title')}</h1>
        {maySell && (
          <Button component={Link} to="/quotes/new" leftSection={<IconPlus size={16} />}>
            {t('new')}
          </Button>
        )}
      </Group>
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
          value={filter}
          onChange={(event) => setFilter(event.currentTarget.value as Filter)}
          data={(Object.keys(filters) as Filter[]).map((value) => ({ value, label: t(`filters.${value}`) }))}
        />
      </Group>
      <RowsState query={quotes} isEmpty={rows.length === 0} empty={t('none')}>
        <div className={table['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('columns.number')}</th>
                <th>{t('columns.customer')}</th>
                <th>{t('columns.partner')}</th>
                <th>{t('columns.state')}</th>
                <th>{t('columns.validUntil')}</th>
                <th style={{ textAlign: 'right' }}>{t('columns.total')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((quote) => (
                <tr key={quote.id}>
                  <td style={{ whiteSpace: 'nowrap' }}>
                    <Link to="/quotes/$quoteId" params={{ quoteId: quote.id }}>
                      {quote.number}
                    </Link>
                  </td>
                  <td>{quote.customer.name}</td>
                  <td>{quote.partnerName ?? t('direct')}</td>
                  <td>
                    <QuoteState state={quote.versionState} isExpired={quote.isExpired} />
                  </td>
                  <td>{dayText(quote.validUntilDay, i18n.language)}</td>
                  <td style={{ textAlign: 'right', whiteSpace: 'nowrap' }}>{moneyText(quote.total, i18n.language)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {quotes.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={quotes.isFetchingNextPage}
            onClick={() => void quotes.fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </RowsState>
    </div>
  );
}
