import { Button, Group, NativeSelect } from '@mantine/core';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { formatWhen, type Locale, StateDot } from '@nexus/ui';
import { IconPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { formatAmount } from '../../app/amounts.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { type DealState, dealStates, dealTones } from './deal-queries.ts';

/** Registered deals, newest first: for the office those to review, for a partner its own. */
export function DealsPage() {
  const { t, i18n } = useTranslation('deals');
  const locale = i18n.language as Locale;
  const { isOffice, isPartner } = useOwnRoles();
  const [state, setState] = useState<DealState | ''>('');
  const deals = useInfiniteQuery({
    queryKey: ['deals', state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/deals', {
          params: { query: { limit: 50, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = deals.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={panel['page']}>
      <Group justify="space-between">
        <h1>{t('title')}</h1>
        {isPartner() && (
          <Button component={Link} to="/deals/new" leftSection={<IconPlus size={16} />}>
            {t('register')}
          </Button>
        )}
      </Group>
      <NativeSelect
        my="md"
        maw={240}
        aria-label={t('columns.state')}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as DealState | '')}
        data={[
          { value: '', label: t('allStates') },
          ...dealStates.map((one) => ({ value: one, label: t(`states.${one}`) })),
        ]}
      />
      <RowsState query={deals} isEmpty={rows.length === 0} empty={t('none')}>
        <div className={table['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('columns.customer')}</th>
                {isOffice() && <th>{t('columns.partner')}</th>}
                <th>{t('columns.line')}</th>
                <th>{t('columns.value')}</th>
                <th>{t('columns.state')}</th>
                <th>{t('columns.until')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to="/deals/$dealId" params={{ dealId: row.id }}>
                      {row.customerName}
                    </Link>
                  </td>
                  {isOffice() && <td>{row.partnerName ?? '–'}</td>}
                  <td>{row.productLine}</td>
                  <td>{formatAmount(row.value, locale)}</td>
                  <td>
                    <StateDot tone={row.isOverdue ? 'warn' : dealTones[row.state]}>
                      {t(`states.${row.state}`)}
                      {row.isOverdue && ` · ${t('overdue')}`}
                    </StateDot>
                  </td>
                  <td>{row.protectedUntil ? formatWhen(row.protectedUntil, locale) : '–'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {deals.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={deals.isFetchingNextPage}
            onClick={() => void deals.fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </RowsState>
    </div>
  );
}
