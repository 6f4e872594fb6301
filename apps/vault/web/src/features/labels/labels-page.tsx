import { Button, Skeleton, Stack } from '@mantine/core';
import { Notice } from '@nexus/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/problem-text.ts';
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

/** One place of the officer's work on labels. */
export function LabelsPage({ title, help, action, query, children }: LabelsPageProps) {
  const { t } = useTranslation('app');
  const problemText = useProblemText();
  return (
    <div className={classes['page']}>
      <title>{`${title} · Nexus`}</title>
      <SecurityTabs />
      <header className={classes['head']}>
        <div>
          <h1>{title}</h1>
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
