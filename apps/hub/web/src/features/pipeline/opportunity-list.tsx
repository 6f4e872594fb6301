import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { RowsState } from '@nexus/page';
import { read } from '@nexus/page/api';
import table from '@nexus/page/table.module.css';
import { formatWhen, type Locale } from '@nexus/ui';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { formatAmount } from '../../app/amounts.ts';
import { useTextOf } from '../../app/text-of.ts';
import classes from './pipeline.module.css';
import type { Pipeline } from './pipeline-queries.ts';

const columns = ['name', 'customer', 'value', 'probability', 'close', 'updated'] as const;
type Sort = { by: (typeof columns)[number]; order: 'asc' | 'desc' };

/** A pipeline row by row, in any order, page by page from the server. */
export function OpportunityList({ pipeline }: { pipeline: Pipeline }) {
  const { t, i18n } = useTranslation('pipeline');
  const locale = i18n.language as Locale;
  const textOf = useTextOf();
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const [stageId, setStageId] = useState('');
  const [sort, setSort] = useState<Sort>({ by: 'updated', order: 'desc' });
  const list = useInfiniteQuery({
    queryKey: ['opportunities', pipeline.id, text, stageId, sort],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam }) =>
      read(
        api.GET('/api/v1/opportunities', {
          params: {
            query: {
              pipelineId: pipeline.id,
              limit: 50,
              sort: sort.by,
              order: sort.order,
              ...(text ? { text } : {}),
              ...(stageId ? { stageId } : {}),
              ...(pageParam ? { cursor: pageParam } : {}),
            },
          },
        }),
      ),
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const stageName = (id: string) => textOf(pipeline.stages.find((stage) => stage.id === id)?.name);
  const order = (by: Sort['by']) => setSort({ by, order: sort.by === by && sort.order === 'asc' ? 'desc' : 'asc' });
  return (
    <>
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
          aria-label={t('stage')}
          value={stageId}
          onChange={(event) => setStageId(event.currentTarget.value)}
          data={[
            { value: '', label: t('allStages') },
            ...pipeline.stages.map(({ id, name }) => ({ value: id, label: textOf(name) })),
          ]}
        />
      </Group>
      <RowsState query={list} isEmpty={rows.length === 0} empty={t('none')}>
        <div className={table['scroll']}>
          <table className={table['table']}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th
                    key={column}
                    aria-sort={sort.by === column ? (sort.order === 'asc' ? 'ascending' : 'descending') : 'none'}
                    className={column === 'value' || column === 'probability' ? classes['number'] : undefined}
                  >
                    <button type="button" className={classes['sort']} onClick={() => order(column)}>
                      {t(`columns.${column}`)}
                      {sort.by === column && (sort.order === 'asc' ? ' ↑' : ' ↓')}
                    </button>
                  </th>
                ))}
                <th>{t('stage')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <Link to="/opportunities/$opportunityId" params={{ opportunityId: row.id }}>
                      {row.name}
                    </Link>
                  </td>
                  <td>{row.customerName || '–'}</td>
                  <td className={classes['number']}>{formatAmount(row.value, locale)}</td>
                  <td className={classes['number']}>{row.probability} %</td>
                  <td>{row.expectedClose ? formatWhen(`${row.expectedClose}T12:00:00`, locale) : '–'}</td>
                  <td>{formatWhen(row.updatedAt, locale)}</td>
                  <td>{stageName(row.stageId)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {list.hasNextPage && (
          <Button mt="md" variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </RowsState>
    </>
  );
}
