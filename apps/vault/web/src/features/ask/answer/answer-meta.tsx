import { formatNumber, formatTime, formatWhen, type Locale } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../answer.ts';
import { ingestQuery } from '../conversations.queries.ts';
import { scopeOfAnswer } from '../scope.ts';
import { useScopeWords } from '../use-scope-words.ts';
import classes from './answer.module.css';

/** What was searched for this answer, in one line. */
export function AnswerMeta({ spaceId, answer, isNewest }: { spaceId: string; answer: Answer; isNewest: boolean }) {
  const { t, i18n } = useTranslation('ask');
  const locale = i18n.language as Locale;
  const scopeWords = useScopeWords();
  const scope = scopeOfAnswer(answer);
  // How many documents there are is known of now, not of then.
  const { data: ingest } = useQuery({ ...ingestQuery(spaceId), enabled: isNewest && !scope.everywhere });
  const parts = [
    scope.everywhere && t('meta.everywhere'),
    isNewest &&
      !scope.everywhere &&
      ingest &&
      t('meta.documents', { count: ingest.ready, n: formatNumber(ingest.ready, locale) }),
    t('meta.passages', { count: answer.passagesSearched, n: formatNumber(answer.passagesSearched, locale) }),
    t('meta.seconds', { n: formatNumber(Math.max(0.01, answer.durationMs / 1000), locale, 2) }),
    ...scopeWords(scope),
  ].filter((part): part is string => typeof part === 'string');
  return (
    <>
      <p className={`${classes['meta']} nx-numbers`}>
        {parts.map((part) => (
          <span key={part}>{part}</span>
        ))}
        <time dateTime={answer.askedAt} title={formatTime(answer.askedAt, locale)}>
          {formatWhen(answer.askedAt, locale)}
        </time>
        <span>{t('meta.extractive')}</span>
      </p>
      {answer.corrections.length > 0 && (
        <p className={classes['meta']}>
          {answer.corrections.map(({ from, to }) => (
            <span key={from}>{t('meta.corrected', { from, to })}</span>
          ))}
        </p>
      )}
      {answer.searchedText && (
        <details className={classes['context']}>
          <summary>{t('meta.inContext')}</summary>
          <p>{answer.searchedText}</p>
        </details>
      )}
    </>
  );
}
