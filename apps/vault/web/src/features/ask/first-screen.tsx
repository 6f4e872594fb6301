import { Button } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './ask.module.css';
import { historyQuery, ingestQuery } from './conversations.queries.ts';

/** Before anything is asked: what this place is for, what it can and cannot do, and what the person asked here before. */
export const FirstScreen = memo(function FirstScreen({
  spaceId,
  spaceName,
}: {
  spaceId: string;
  spaceName: string | undefined;
}) {
  const { t } = useTranslation('ask');
  const { data: ingest } = useQuery(ingestQuery(spaceId));
  const { data: recent } = useInfiniteQuery({
    ...historyQuery(false),
    select: ({ pages }) => pages.flatMap(({ items }) => items).filter((item) => item.spaceId === spaceId),
  });
  const isEmpty = ingest && ingest.ready + ingest.queued + ingest.reading === 0;
  return (
    <div className={classes['first']}>
      <h1>{spaceName ? t('first.title', { space: spaceName }) : t('first.titleAnywhere')}</h1>
      <p>{t('first.help')}</p>
      {isEmpty && (
        <Notice
          tone="warn"
          title={t('first.noDocuments')}
          action={
            <Button
              size="compact-sm"
              renderRoot={(props) => (
                <Link to="/spaces/$spaceId/documents" params={{ spaceId }} search={{}} {...props} />
              )}
            >
              {t('first.addDocuments')}
            </Button>
          }
        >
          {t('first.noDocumentsHelp')}
        </Notice>
      )}
      {ingest && ingest.queued + ingest.reading > 0 && (
        <Notice>{t('stillReading', { count: ingest.queued + ingest.reading })}</Notice>
      )}
      {recent && recent.length > 0 && (
        <nav aria-label={t('first.recent')}>
          <h2 className={classes['smallHeading']}>{t('first.recent')}</h2>
          <ul className={classes['recent']}>
            {recent.slice(0, 4).map(({ id, title }) => (
              <li key={id}>
                <Link to="/spaces/$spaceId/ask" params={{ spaceId }} search={{ c: id }}>
                  {title}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  );
});
