import { ActionIcon } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconBell, IconBellOff, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SpaceSummary } from '../../../app/queries.ts';
import { NewsList } from './news-list.tsx';
import classes from './saved.module.css';
import { type SavedSearch, savedSearchesQuery, useSavedSearchChanges } from './saved.queries.ts';

/** Searches that the person keeps, with what is new in those that they watch. */
export function SavedList({ spaces }: { spaces: readonly SpaceSummary[] }) {
  const { t } = useTranslation('search');
  const problemText = useProblemText();
  const { data: saved = [], error } = useQuery(savedSearchesQuery);
  if (error) return <Notice tone="bad">{problemText(error)}</Notice>;
  if (saved.length === 0) return null;
  return (
    <section className={classes['saved']} aria-labelledby="saved-searches">
      <h2 id="saved-searches">{t('saved.title')}</h2>
      <ul>
        {saved.map((one) => (
          <SavedRow key={one.id} saved={one} space={spaces.find(({ id }) => id === one.spaceId)} />
        ))}
      </ul>
    </section>
  );
}

function SavedRow({ saved, space }: { saved: SavedSearch; space: SpaceSummary | undefined }) {
  const { t } = useTranslation('search');
  const { watch, remove } = useSavedSearchChanges();
  const { id, text, spaceId, watched } = saved;
  const watchWord = t(watched ? 'saved.unwatch' : 'saved.watch');
  return (
    <li>
      <div className={classes['row']}>
        <Link to="/search" search={{ q: text, ...(spaceId ? { space: spaceId } : {}) }}>
          {text}
        </Link>
        <span className={classes['where']}>{spaceId ? space?.name : t('app:places.everywhere')}</span>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`${watchWord}: ${text}`}
          title={watchWord}
          aria-pressed={watched}
          loading={watch.isPending}
          onClick={() => watch.mutate({ id, watched: !watched })}
        >
          {watched ? <IconBell size={16} /> : <IconBellOff size={16} />}
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`${t('saved.remove')}: ${text}`}
          title={t('saved.remove')}
          loading={remove.isPending}
          onClick={() => remove.mutate(id)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </div>
      {watched && <NewsList savedSearchId={id} />}
    </li>
  );
}
