import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';

/** All organisations that the person may see, by name. */
export function OrganisationsPage() {
  const { t } = useTranslation('organisations');
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const organisations = useInfiniteQuery({
    queryKey: ['organisations', search],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/organisations', {
          params: { query: { limit: 50, ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = organisations.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={panel['page']}>
      <h1>{t('title')}</h1>
      <TextInput
        my="md"
        maw={320}
        aria-label={t('search')}
        placeholder={t('search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <RowsState query={organisations} isEmpty={rows.length === 0} empty={t('none')}>
        <table className={table['table']}>
          <thead>
            <tr>
              <th>{t('columns.name')}</th>
              <th>{t('columns.kind')}</th>
              <th>{t('columns.country')}</th>
              <th>{t('columns.state')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, name, kind, country, state }) => (
              <tr key={id}>
                <td>
                  <Link to="/organisations/$organisationId" params={{ organisationId: id }}>
                    {name}
                  </Link>
                </td>
                <td>{t(`kinds.${kind}`)}</td>
                <td>{country ?? '–'}</td>
                <td>{t(`states.${state}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        {organisations.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={organisations.isFetchingNextPage}
            onClick={() => void organisations.fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </RowsState>
    </div>
  );
}
