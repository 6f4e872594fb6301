import { Button, Skeleton, Stack } from '@mantine/core';
import { Notice } from '@nexus/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../problem-text.ts';
import classes from './panel.module.css';

export type RowsStateProps = {
  query: { isPending: boolean; error: unknown; refetch(): unknown };
  isEmpty?: boolean;
  /** Said when there is nothing. */
  empty?: ReactNode;
  children: ReactNode;
};

/** A list on its way, a list that failed, a list without rows, or the list. */
export function RowsState({ query, isEmpty = false, empty, children }: RowsStateProps) {
  const { t } = useTranslation('page');
  const problemText = useProblemText();
  if (query.isPending) {
    return (
      <Stack gap="md" aria-busy="true" aria-label={t('common.loading')}>
        {[1, 2, 3].map((row) => (
          <Skeleton key={row} height={40} radius="sm" />
        ))}
      </Stack>
    );
  }
  if (query.error) {
    return (
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
    );
  }
  return isEmpty ? <p className={classes['empty']}>{empty}</p> : children;
}
