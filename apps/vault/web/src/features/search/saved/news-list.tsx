import { Button } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Mark } from '../../../app/labels/label.tsx';
import { useShownLabels } from '../../../app/labels/shown-labels.ts';
import { FormatIcon } from '../../../app/source/format-icon.tsx';
import classes from './saved.module.css';
import { newsQuery, useSavedSearchChanges } from './saved.queries.ts';

const shown = 5;

/** New documents of a watch, each opening at the passage that matched. */
export function NewsList({ savedSearchId }: { savedSearchId: string }) {
  const { t } = useTranslation('search');
  const { data: hits, isPending } = useQuery(newsQuery(savedSearchId));
  const { markSeen } = useSavedSearchChanges();
  useShownLabels((hits ?? []).slice(0, shown).map(({ label }) => label));
  if (isPending || !hits) return null;
  if (hits.length === 0) return <p className={classes['quiet']}>{t('saved.noNews')}</p>;
  return (
    <Notice
      tone="ok"
      title={t('saved.news', { count: hits.length })}
      action={
        <Button
          size="compact-sm"
          variant="subtle"
          loading={markSeen.isPending}
          onClick={() => markSeen.mutate(savedSearchId)}
        >
          {t('saved.seen')}
        </Button>
      }
    >
      <ul className={classes['news']}>
        {hits.slice(0, shown).map((hit) => (
          <li key={hit.versionId}>
            <Mark label={hit.label} />
            <FormatIcon format={hit.format} />
            <Link
              to="/documents/$documentId"
              params={{ documentId: hit.documentId }}
              search={hit.place ?? (hit.part ? { part: hit.part } : {})}
            >
              {hit.title || hit.fileName}
            </Link>
          </li>
        ))}
        {hits.length > shown && <li>{t('saved.moreNews', { count: hits.length - shown })}</li>}
      </ul>
    </Notice>
  );
}
