import { Button, NativeSelect } from '@mantine/core';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { formatWhen, type Locale, StateDot } from '@nexus/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { type ApplicationState, applicationStates, applicationTones } from './application-queries.ts';

/** Who wants to become a partner, newest first. */
export function ApplicationsPage() {
  const { t, i18n } = useTranslation('applications');
  const locale = i18n.language as Locale;
  const [state, setState] = useState<ApplicationState | ''>('');
  const applications = useInfiniteQuery({
    queryKey: ['applications', state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/partner-applications', {
          params: { query: { limit: 50, ...(state ? { state } : {}), ...(pageParam ? { cursor: pageParam } : {}) } },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = applications.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <div className={panel['page']}>
      <h1>{t('title')}</h1>
      <NativeSelect
        my="md"
        maw={240}
        aria-label={t('columns.state')}
        value={state}
        onChange={(event) => setState(event.currentTarget.value as ApplicationState | '')}
        data={[
          { value: '', label: t('allStates') },
          ...applicationStates.map((one) => ({ value: one, label: t(`states.${one}`) })),
        ]}
      />
      <RowsState query={applications} isEmpty={rows.length === 0} empty={t('none')}>
        <div className={table['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                <th>{t('columns.company')}</th>
                <th>{t('columns.contact')}</th>
                <th>{t('columns.place')}</th>
                <th>{t('columns.impact')}</th>
                <th>{t('columns.effort')}</th>
                <th>{t('columns.state')}</th>
                <th>{t('columns.sent')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to="/applications/$applicationId" params={{ applicationId: row.id }}>
                      {row.companyName}
                    </Link>
                  </td>
                  <td>{row.contactName}</td>
                  <td>{[row.city, row.country.toUpperCase()].filter(Boolean).join(', ')}</td>
                  <td>{row.impact ?? '–'}</td>
                  <td>{row.effort ?? '–'}</td>
                  <td>
                    <StateDot tone={applicationTones[row.state]}>{t(`states.${row.state}`)}</StateDot>
                  </td>
                  <td>{formatWhen(row.submittedAt, locale)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {applications.hasNextPage && (
          <Button
            mt="md"
            variant="default"
            loading={applications.isFetchingNextPage}
            onClick={() => void applications.fetchNextPage()}
          >
            {t('more')}
          </Button>
        )}
      </RowsState>
    </div>
  );
}
