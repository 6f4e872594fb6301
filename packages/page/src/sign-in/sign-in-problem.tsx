import { Notice } from '@nexus/ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.ts';
import { useProblemText } from '../problem-text.ts';

/** Seconds until the server takes another attempt, counted down; 0 when it takes one now. */
export function useWait(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    const seconds = error instanceof ApiProblem && error.status === 429 ? Math.max(1, error.retryAfterSeconds) : 0;
    const until = Date.now() + seconds * 1_000;
    setLeft(seconds);
    if (seconds === 0) return;
    const timer = setInterval(() => {
      const rest = Math.max(0, Math.ceil((until - Date.now()) / 1_000));
      setLeft(rest);
      if (rest === 0) clearInterval(timer);
    }, 250);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}

/** Why nobody was let in, and what to do about it. */
export function SignInProblem({ error, wait }: { error: unknown; wait: number }) {
  const { t } = useTranslation('sign-in');
  const problemText = useProblemText();
  if (!error) return null;
  if (error instanceof ApiProblem && error.status === 429) {
    return (
      <Notice tone="warn" title={t('delayed.title')}>
        {wait > 0 ? t('delayed.help') : t('delayed.over')}
      </Notice>
    );
  }
  return <Notice tone="bad">{problemText(error)}</Notice>;
}
