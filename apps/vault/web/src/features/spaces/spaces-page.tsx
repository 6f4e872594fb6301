import { Button, Skeleton, Switch, TextInput, Title } from '@mantine/core';
import { plainText } from '@nexus/kernel/plain-text';
import { useProblemText } from '@nexus/page';
import { EmptyState, Notice } from '@nexus/ui';
import { IconLayoutGrid, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { spacesQuery } from '../../app/queries.ts';
import { NewSpaceDialog } from './new-space-dialog.tsx';
import { countsQuery } from './space-queries.ts';
import { SpaceRow } from './space-row.tsx';
import classes from './spaces.module.css';

const placeholders = ['one', 'two', 'three', 'four'];
/** Fewer are seen at a glance. */
const searchFrom = 6;

export function SpacesPage() {
  const { t } = useTranslation('spaces');
  const problemText = useProblemText();
  const { data: spaces, error } = useQuery(spacesQuery);
  const { data: counts } = useQuery(countsQuery);
  const [search, setSearch] = useState('');
  const [withArchived, setWithArchived] = useState(false);
  const [isNew, setNew] = useState(false);
  const hasArchived = spaces?.some(({ state }) => state === 'archived') ?? false;
  const shown = (spaces ?? [])
    .filter(({ state }) => withArchived || state === 'active')
    .filter(({ name }) => plainText(name).includes(plainText(search.trim())));
  const newButton = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setNew(true)}>
      {t('new.open')}
    </Button>
  );

  return (
    <div className={classes['page']}>
      <header className={classes['header']}>
        <Title order={1} fz="xl">
          {t('list.title')}
        </Title>
        {newButton}
      </header>
      {error && <Notice tone="bad">{problemText(error)}</Notice>}
      {((spaces?.length ?? 0) >= searchFrom || hasArchived) && (
        <div className={classes['filters']}>
          {(spaces?.length ?? 0) >= searchFrom && (
            <TextInput
              className={classes['search']!}
              leftSection={<IconSearch size={16} aria-hidden />}
              aria-label={t('list.search')}
              placeholder={t('list.search')}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
          )}
          {hasArchived && (
            <Switch
              label={t('list.archived')}
              checked={withArchived}
              onChange={(event) => setWithArchived(event.currentTarget.checked)}
            />
          )}
        </div>
      )}
      {!spaces && !error && placeholders.map((key) => <Skeleton key={key} height={63} mb={8} radius="sm" />)}
      {spaces?.length === 0 && (
        <EmptyState icon={<IconLayoutGrid size={40} stroke={1.3} />} title={t('list.empty')} action={newButton}>
          {t('list.emptyHelp')}
        </EmptyState>
      )}
      {spaces && spaces.length > 0 && shown.length === 0 && <EmptyState title={t('list.nothingFound')} />}
      <ul className={classes['list']}>
        {shown.map((space) => (
          <SpaceRow key={space.id} space={space} counts={counts?.get(space.id)} areCountsKnown={counts !== undefined} />
        ))}
      </ul>
      {isNew && <NewSpaceDialog onClose={() => setNew(false)} />}
    </div>
  );
}
