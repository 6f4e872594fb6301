import { Button, Group } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { formatNumber, type Locale, Notice } from '@nexus/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Found } from './hits.ts';
import { operatorsIn, wordsOf } from './query-text.ts';
import classes from './search.module.css';

export type QueryNoticesProps = {
  found: UseQueryResult<Found>;
  query: string;
  onQuery(query: string): void;
  /** Given when the search is in one space. */
  onEverywhere?: () => void;
};

/** What the person must know of the search: a word written otherwise, what was not understood, why there is nothing. */
export function QueryNotices({ found, query, onQuery, onEverywhere }: QueryNoticesProps) {
  const { t } = useTranslation('search');
  const problemText = useProblemText();
  const { data, error } = found;
  return (
    <>
      {error && (
        <Notice
          tone="bad"
          title={t('failed')}
          action={
            <Button size="compact-sm" variant="default" onClick={() => void found.refetch()}>
              {t('app:common.retry')}
            </Button>
          }
        >
          {problemText(error)}
        </Notice>
      )}
      {data?.didYouMean && (
        <p className={classes['meant']}>
          {t('didYouMean')}{' '}
          <button type="button" className={classes['meantButton']} onClick={() => onQuery(data.didYouMean ?? '')}>
            {data.didYouMean}
          </button>
        </p>
      )}
      {data?.problems.map(({ code, text }) => (
        <Notice key={`${code} ${text}`} tone="warn">
          {t(`problems.${code}`, { text, defaultValue: t('problems.other', { text }) })}
        </Notice>
      ))}
      {data && data.outcome !== 'ok' && <Notice tone="warn">{t(`outcomes.${data.outcome}`)}</Notice>}
      {data?.outcome === 'ok' && data.hits.length === 0 && !error && (
        <NothingFound data={data} query={query} onQuery={onQuery} {...(onEverywhere ? { onEverywhere } : {})} />
      )}
    </>
  );
}

type NothingFoundProps = Omit<QueryNoticesProps, 'found'> & { data: Found };

function NothingFound({ data, query, onQuery, onEverywhere }: NothingFoundProps) {
  const { t, i18n } = useTranslation('search');
  const words = wordsOf(query);
  const unquoted = query.replace(/["«»“”]/g, '');
  return (
    <section className={classes['nothing']} aria-label={t('nothing.title')}>
      <h2>{t('nothing.title')}</h2>
      <p>{t('nothing.searched', { n: formatNumber(data.passagesSearched, i18n.language as Locale) })}</p>
      <Group gap="sm">
        {operatorsIn(query).length > 0 && words !== '' && (
          <Button size="compact-sm" variant="default" onClick={() => onQuery(words)}>
            {t('nothing.withoutFilters')}
          </Button>
        )}
        {unquoted !== query && (
          <Button size="compact-sm" variant="default" onClick={() => onQuery(unquoted)}>
            {t('nothing.withoutQuotes')}
          </Button>
        )}
        {onEverywhere && (
          <Button size="compact-sm" variant="default" onClick={onEverywhere}>
            {t('nothing.everywhere')}
          </Button>
        )}
      </Group>
      <p>{t('nothing.hint')}</p>
    </section>
  );
}
