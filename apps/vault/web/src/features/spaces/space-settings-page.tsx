import { Skeleton, Title } from '@mantine/core';
import { meQuery, NothingHere } from '@nexus/page';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { spacesQuery } from '../../app/queries.ts';
import { ArchiveSpace } from './archive-space.tsx';
import { Members } from './members.tsx';
import { RenameSpace } from './rename-space.tsx';
import { SpaceLabels } from './space-labels.tsx';
import classes from './spaces.module.css';
import { WatchedFolders } from './watched-folders.tsx';

/** Name, people, labels, watched folders and the end of a space. Who does not own it sees who is in it, and may leave. */
export function SpaceSettingsPage() {
  const { t } = useTranslation('spaces');
  const { spaceId } = useParams({ from: '/signed-in/spaces/$spaceId/settings' });
  const { data: spaces } = useQuery(spacesQuery);
  const { data: me } = useQuery(meQuery);
  const space = spaces?.find(({ id }) => id === spaceId);
  if (spaces && !space) return <NothingHere />;
  const isOwner = space?.role === 'owner';
  return (
    <div className={classes['page']}>
      <header className={classes['header']}>
        <div>
          <Title order={1} fz="xl">
            {t('settings.title')}
          </Title>
          {space && (
            <Link to="/spaces/$spaceId" params={{ spaceId }} className={classes['muted']!}>
              {space.name}
            </Link>
          )}
        </div>
      </header>
      {space && me ? (
        <>
          {isOwner && <RenameSpace key={space.id} space={space} />}
          <Members space={space} me={me} />
          {isOwner && <SpaceLabels space={space} />}
          {isOwner && <WatchedFolders spaceId={spaceId} />}
          {isOwner && <ArchiveSpace space={space} />}
        </>
      ) : (
        <Skeleton height={320} radius="sm" />
      )}
    </div>
  );
}
