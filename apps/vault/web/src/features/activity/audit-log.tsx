import { Button, Group } from '@mantine/core';
import { meQuery, useProblemText } from '@nexus/page';
import { EmptyState, Notice } from '@nexus/ui';
import { IconDownload } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usableLabelsQuery } from '../../app/labels/labels.queries.ts';
import { spacesQuery } from '../../app/queries.ts';
import { type EntryFilter, entriesQuery, peopleNamesQuery } from './activity-queries.ts';
import { EntryDrawer } from './entry-drawer.tsx';
import { EntryFilters } from './entry-filters.tsx';
import { EntryTable } from './entry-table.tsx';
import { exportEntries } from './export-entries.ts';

/** The whole log, newest first, for auditors. */
export function AuditLog() {
  const { t } = useTranslation('activity');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const [filter, setFilter] = useState<EntryFilter>({});
  const [openId, setOpenId] = useState<string | null>(null);
  const { data: me } = useQuery(meQuery);
  const mayListPeople = me?.roles.some((role) => role !== 'auditor') ?? false;
  const { data: people = new Map<string, string>() } = useQuery({ ...peopleNamesQuery, enabled: mayListPeople });
  const { data: spaceList = [] } = useQuery(spacesQuery);
  const spaces = new Map(spaceList.map(({ id, name }) => [id, name]));
  const { data: usable } = useQuery(usableLabelsQuery);
  const labels = new Map(usable?.labels.map(({ id, portionMark }) => [id, portionMark]));
  const query = useInfiniteQuery(entriesQuery(filter));
  const exporting = useMutation({ mutationFn: () => exportEntries(filter, people, spaces, labels) });
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const open = entries.find(({ id }) => id === openId);
  const isFiltered = Object.keys(filter).length > 0;
  const names = { people, spaces };

  return (
    <>
      <EntryFilters filter={filter} onChange={setFilter} {...names} />
      <Group justify="flex-end" mb="sm">
        {isFiltered && (
          <Button variant="subtle" color="gray" onClick={() => setFilter({})}>
            {t('log.clear')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          loading={exporting.isPending}
          disabled={entries.length === 0}
          onClick={() => exporting.mutate()}
        >
          {t('log.export')}
        </Button>
      </Group>
      {exporting.error && <Notice tone="bad">{problemText(exporting.error)}</Notice>}
      {exporting.data?.isPartial && <Notice>{t('log.exportedPart', { count: exporting.data.count })}</Notice>}
      {query.error && (
        <Notice
          tone="bad"
          action={
            <Button size="xs" variant="default" onClick={() => void query.refetch()}>
              {tApp('common.retry')}
            </Button>
          }
        >
          {problemText(query.error)}
        </Notice>
      )}
      {!query.error && !query.isPending && entries.length === 0 ? (
        <EmptyState title={t('log.empty')} />
      ) : (
        <EntryTable entries={entries} isPending={query.isPending} onOpen={setOpenId} {...names} />
      )}
      {query.hasNextPage && (
        <Group mt="lg">
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {tApp('common.more')}
          </Button>
        </Group>
      )}
      {open && (
        <EntryDrawer
          entry={open}
          onClose={() => setOpenId(null)}
          onOnly={(personId) => {
            setFilter({ personId });
            setOpenId(null);
          }}
          {...names}
        />
      )}
    </>
  );
}
