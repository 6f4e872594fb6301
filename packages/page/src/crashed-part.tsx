import { Button } from '@mantine/core';
import { EmptyState } from '@nexus/ui';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from './api/problem.ts';
import { NothingHere } from './nothing-here.tsx';
import { useProblemText } from './problem-text.ts';

/** In place of a part of the page that failed; the frame around it stays. */
export function CrashedPart({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation('page');
  const problemText = useProblemText();
  const router = useRouter();
  if (error instanceof ApiProblem && error.status === 404) return <NothingHere />;
  const again = (): void => {
    reset();
    void router.invalidate();
  };
  return (
    <EmptyState title={t('problem.crashed')} action={<Button onClick={again}>{t('problem.reload')}</Button>}>
      {error instanceof ApiProblem ? problemText(error) : t('problem.crashedHelp')}
    </EmptyState>
  );
}
