import { Button, Skeleton, Stack } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import panel from '../../app/panel/panel.module.css';
import { useProblemText } from '../../app/problem-text.ts';
import { meQuery } from '../../app/queries.ts';
import { SecurityTabs } from '../../app/security-tabs/security-tabs.tsx';
import classes from './labels.module.css';

export type LabelsPageProps = {
  title: string;
  help: string;
  action?: ReactNode;
  /** What the place is made of; it is shown once it is there. */
  query: { isPending: boolean; error: unknown; refetch(): unknown };
  children: ReactNode;
};

/** One place of the work on labels: among the others of security for officers, on its own for owners who decide about a request. */
export function LabelsPage({ title, help, action, query, children }: LabelsPageProps) {
  const { t } = useTranslation('app');
  const problemText = useProblemText();
  const { data: me } = useQuery(meQuery);
  const isOfficer = me?.roles.includes('officer') ?? false;
  return (
    <div className={panel['page']}>
      <title>{`${title} · Nexus`}</title>
      {isOfficer && <h1>{t('places.security')}</h1>}
      <SecurityTabs />
      <header className={classes['head']}>
        <div>
          {isOfficer ? <h2>{title}</h2> : <h1>{title}</h1>}
          <p>{help}</p>
        </div>
        {action}
      </header>
      {query.isPending ? (
        <Stack gap="sm" aria-busy="true" aria-label={t('common.loading')}>
          {[1, 2, 3, 4].map((row) => (
            <Skeleton key={row} height={48} />
          ))}
        </Stack>
      ) : query.error ? (
        <Notice
          tone="bad"
          action={
            <Button size="xs" variant="default" onClick={() => query.refetch()}>
              {t('common.retry')}
            </Button>
          }
        >
          {problemText(query.error)}
        </Notice>
      ) : (
        children
      )}
    </div>
  );
}
