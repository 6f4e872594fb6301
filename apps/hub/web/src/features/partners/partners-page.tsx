import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { StateDot } from '@nexus/ui';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useTextOf } from '../../app/text-of.ts';
import { kindsQuery, type PartnerStatus, statuses, statusTones } from './partner-queries.ts';

/** All partners that the person may see, by name. */
export function PartnersPage() {
  const { t } = useTranslation('partners');
  const textOf = useTextOf();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 200);
  const [kind, setKind] = useState('');
  const [status, setStatus] = useState<PartnerStatus | ''>('');
  const { data: kinds = [] } = useQuery(kindsQuery);
  const partners = useInfiniteQuery({
    queryKey: ['partners', text, kind, status],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/partners', {
          params: {
            query: {
              limit: 50,
              ...(text ? { text } : {}),
              ...(kind ? { kind } : {}),
              ...(status ? { status } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = partners.data?.pages.flatMap(({ items }) => items) ?? [];
  const kindName = (code: string) => textOf(kinds.find((one) => one.kind === code)?.name) || code;
  return (
    <div className={panel['page']}>
      <h1>{t('title')}</h1>
      <Group my="md" gap="sm">
        <TextInput
          w={260}
          aria-label={t('search')}
          placeholder={t('search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          aria-label={t('columns.kind')}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value)}
          data={[
            { value: '', label: t('allKinds') },
            ...kinds.map((one) => ({ value: one.kind, label: textOf(one.name) })),
          ]}
        />
        <NativeSelect
          aria-label={t('columns.status')}
          value={status}
          onChange={(event) => setStatus(event.currentTarget.value as PartnerStatus | '')}
          data={[
            { value: '', label: t('allStatuses') },
            ...statuses.map((one) => ({ value: one, label: t(`statuses.${one}`) })),
          ]}
        />
      </Group>
      <RowsState query={partners} isEmpty={rows.length === 0} empty={t('none')}>
        <div className={table['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('columns.name')}</th>
                <th>{t('columns.kind')}</th>
                <th>{t('columns.status')}</th>
                <th>{t('columns.certification')}</th>
                <th>{t('columns.country')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to="/partners/$partnerId" params={{ partnerId: row.id }}>
                      {row.name}
                    </Link>
                  </td>
                  <td>{kindName(row.kind)}</td>
                  <td>
                    <StateDot tone={statusTones[row.status]}>{t(`statuses.${row.status}`)}</StateDot>
                  </td>
                  <td>{row.certification ? t(`levels.${row.certification}`) : '–'}</td>
                  <td>{row.country.toUpperCase()}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {partners.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={partners.isFetchingNextPage}
            onClick={() => void partners.fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </RowsState>
    </div>
  );
}
