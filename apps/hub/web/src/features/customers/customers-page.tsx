import { Button, Group, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { formatWhen, type Locale } from '@nexus/ui';
import { IconSearch, IconTableImport } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useOwnRoles } from '../../app/own-roles.ts';

/** Customers by name. */
export function CustomersPage() {
  const { t, i18n } = useTranslation('customers');
  const locale = i18n.language as Locale;
  const { isOffice } = useOwnRoles();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 200);
  const customers = useInfiniteQuery({
    queryKey: ['customers', text],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/customers', {
          params: { query: { limit: 50, ...(text ? { text } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = customers.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={panel['page']}>
      <Group justify="space-between">
        <h1>{t('title')}</h1>
        {isOffice('owner', 'channel_manager', 'support') && (
          <Button component={Link} to="/imports" variant="default" leftSection={<IconTableImport size={16} />}>
            {t('import')}
          </Button>
        )}
      </Group>
      <TextInput
        my="md"
        maw={320}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <RowsState query={customers} isEmpty={rows.length === 0} empty={t('none')}>
        <div className={table['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('columns.name')}</th>
                <th>{t('columns.place')}</th>
                <th>{t('columns.domain')}</th>
                <th>{t('columns.updated')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to="/customers/$customerId" params={{ customerId: row.id }}>
                      {row.name}
                    </Link>
                  </td>
                  <td>{[row.city ?? row.region, row.country.toUpperCase()].filter(Boolean).join(', ')}</td>
                  <td>{row.domain ?? '–'}</td>
                  <td>{formatWhen(row.updatedAt, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {customers.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={customers.isFetchingNextPage}
            onClick={() => void customers.fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </RowsState>
    </div>
  );
}
