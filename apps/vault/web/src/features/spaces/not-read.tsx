import { Button } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { type Locale, Notice } from '@nexus/ui';
import { IconRefresh } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { ingestQuery } from '../../app/ingest.ts';
import { Mark } from '../../app/labels/label.tsx';
import { useShownLabels } from '../../app/labels/shown-labels.ts';
import { failedQuery, overviewQuery } from './space-queries.ts';
import classes from './spaces.module.css';

export type NotReadProps = { spaceId: string; total: number; mayRetry: boolean };

const mostShown = 8;

/** What could not be read, each with why and what to do. */
export function NotRead({ spaceId, total, mayRetry }: NotReadProps) {
  const { t, i18n } = useTranslation('spaces');
  const locale = i18n.language as Locale;
  const queries = useQueryClient();
  const problemText = useProblemText();
  const { data: failed = [] } = useQuery({ ...failedQuery(spaceId), enabled: total > 0 });
  useShownLabels(failed.slice(0, mostShown).map(({ label }) => label));
  const [problem, setProblem] = useState<string | null>(null);
  if (total === 0) return null;

  async function retry(documentId: string): Promise<void> {
    setProblem(null);
    try {
      await api.POST('/api/v1/documents/{documentId}/retry', { params: { path: { documentId } } });
    } catch (error) {
      setProblem(problemText(error));
    }
    for (const query of [failedQuery(spaceId), overviewQuery(spaceId), ingestQuery(spaceId)])
      await queries.invalidateQueries({ queryKey: query.queryKey });
  }

  return (
    <section className={classes['section']} aria-labelledby="not-read">
      <h2 id="not-read">{t('home.notRead', { count: total })}</h2>
      {problem && <Notice tone="bad">{problem}</Notice>}
      <ul className={classes['list']}>
        {failed.slice(0, mostShown).map(({ id, fileName, folderPath, reason, label }) => (
          <li key={id} className={classes['failed']}>
            <div>
              <Mark label={label} />{' '}
              <Link to="/documents/$documentId" params={{ documentId: id }} search={{}}>
                {fileName}
              </Link>
              {folderPath && <small className={classes['muted']}> {folderPath}</small>}
              <p className={classes['muted']}>{reason?.[locale]}</p>
            </div>
            {mayRetry && (
              <Button
                variant="default"
                size="xs"
                leftSection={<IconRefresh size={14} />}
                aria-label={t('home.retryName', { name: fileName })}
                onClick={() => void retry(id)}
              >
                {t('home.retry')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {total > mostShown && (
        <Link to="/spaces/$spaceId/documents" params={{ spaceId }} search={{ state: 'failed' }}>
          {t('home.seeAll', { count: total })}
        </Link>
      )}
    </section>
  );
}
