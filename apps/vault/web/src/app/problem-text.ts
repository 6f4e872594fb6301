import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../api/problem.ts';

/** What went wrong, in the reader's language: our words for the code, else the server's. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation('app');
  return (error) => {
    if (!(error instanceof ApiProblem)) return t('problem.codes.server.error');
    return t(`problem.codes.${error.code}`, { defaultValue: error.detail || t('problem.codes.server.error') });
  };
}
