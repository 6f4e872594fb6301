import { Button, Skeleton, Title } from '@mantine/core';
import { NothingHere, useProblemText } from '@nexus/page';
import { EmptyState, Notice } from '@nexus/ui';
import { IconFiles, IconMessageQuestion, IconSettings } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useIngest } from '../../app/ingest.ts';
import { spacesQuery } from '../../app/queries.ts';
import { AddDocuments } from '../../app/uploads/add-documents.tsx';
import { DropZone } from '../../app/uploads/drop-zone.tsx';
import { BeingRead } from './being-read.tsx';
import { NotRead } from './not-read.tsx';
import { failedQuery, overviewQuery } from './space-queries.ts';
import classes from './spaces.module.css';
import { WhatIsIn } from './what-is-in.tsx';

/** What a space holds, what is going on in it, and the two things one does next: add documents and ask. */
export function SpacePage() {
  const { t } = useTranslation('spaces');
  const { spaceId } = useParams({ from: '/signed-in/spaces/$spaceId' });
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { data: spaces } = useQuery(spacesQuery);
  const { data: overview, error } = useQuery(overviewQuery(spaceId));
  const counts = useIngest(spaceId);
  const space = spaces?.find(({ id }) => id === spaceId);
  const said = counts && JSON.stringify(counts);
  // biome-ignore lint/correctness/useExhaustiveDependencies: other counts mean other figures, whatever they are.
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: overviewQuery(spaceId).queryKey });
    void queries.invalidateQueries({ queryKey: failedQuery(spaceId).queryKey });
  }, [said, spaceId, queries]);

  if (spaces && !space) return <NothingHere />;
  const mayAdd = space?.role === 'owner' || space?.role === 'analyst';
  const params = { spaceId };
  return (
    <DropZone spaceId={spaceId} isDisabled={!mayAdd} className={classes['drop']}>
      <div className={classes['page']}>
        <header className={classes['header']}>
          <div>
            <Title order={1} fz="xl">
              {space?.name ?? <Skeleton height={24} width={260} />}
            </Title>
            {space && <small className={classes['muted']}>{t(`roleLong.${space.role}`)}</small>}
          </div>
          <div className={classes['actions']}>
            {space?.role === 'owner' && (
              <Button
                variant="subtle"
                color="gray"
                leftSection={<IconSettings size={16} />}
                renderRoot={(props) => <Link to="/spaces/$spaceId/settings" params={params} {...props} />}
              >
                {t('home.settings')}
              </Button>
            )}
            <Button
              variant="default"
              leftSection={<IconMessageQuestion size={16} />}
              renderRoot={(props) => <Link to="/spaces/$spaceId/ask" params={params} search={{}} {...props} />}
            >
              {t('home.ask')}
            </Button>
            {mayAdd && overview && overview.documents > 0 && <AddDocuments spaceId={spaceId} />}
          </div>
        </header>
        {space?.state === 'archived' && <Notice tone="warn">{t('home.archived')}</Notice>}
        {error && <Notice tone="bad">{problemText(error)}</Notice>}
        {!overview && !error && <Skeleton height={220} radius="sm" />}
        {overview?.documents === 0 && (
          <EmptyState
            icon={<IconFiles size={40} stroke={1.3} />}
            title={t('home.empty')}
            action={mayAdd && <AddDocuments spaceId={spaceId} />}
          >
            {t(mayAdd ? 'home.emptyHelp' : 'home.emptyReader')}
          </EmptyState>
        )}
        {overview && overview.documents > 0 && (
          <>
            <BeingRead spaceId={spaceId} overview={overview} counts={counts} />
            <WhatIsIn spaceId={spaceId} overview={overview} />
            <NotRead spaceId={spaceId} total={overview.states.failed} mayRetry={mayAdd} />
          </>
        )}
      </div>
    </DropZone>
  );
}
