import { useTranslation } from 'react-i18next';
import { ApiProblem } from './api/problem.ts';

/** Errors of the browser's own dialogs for keys: closed or timed out, and a key that is there already. */
const browserErrors: Readonly<Record<string, string>> = {
  NotAllowedError: 'passkeys.cancelled',
  AbortError: 'passkeys.cancelled',
  InvalidStateError: 'passkeys.known',
};

/** What went wrong, in the reader's language: our words for the code, else the server's. */
export function useProblemText(): (error: unknown) => string {
  const { t } = useTranslation('page');
  return (error) => {
    if (error instanceof ApiProblem)
      return t([`app:problem.codes.${error.code}`, `problem.codes.${error.code}`], {
        defaultValue: error.detail || t('problem.codes.server.error'),
      });
    const code = error instanceof Error ? browserErrors[error.name] : undefined;
    return t(`problem.codes.${code ?? 'server.error'}`);
  };
}
