import { IconMessageQuestion, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { KindGroup } from '../../app/source/kinds.ts';
import { type Facet, kindInQuery } from './facets.ts';
import { operatorsIn, withOperator, withoutOperator, wordsOf } from './query-text.ts';
import classes from './search.module.css';

export type FacetListProps = {
  facets: readonly Facet[];
  query: string;
  onQuery(query: string): void;
  question: string;
  /** Where it would be asked instead. */
  askIn: string | undefined;
};

/** Filters in force, and those that what was found offers. Each is written into the box, where it can be learned. */
export function FacetList({ facets, query, onQuery, question, askIn }: FacetListProps) {
  const { t, i18n } = useTranslation('search');
  const locale = i18n.language as 'es' | 'en';
  const operators = operatorsIn(query);
  const wordOf = ({ field }: Facet, value: string): string => {
    if (field === 'kind') return t(`app:source.kinds.${value}`);
    return field === 'language' ? t(`languages.${value}`, { defaultValue: value }) : value;
  };
  const queryValueOf = ({ field }: Facet, value: string): string =>
    field === 'kind' ? kindInQuery[value as KindGroup] : value;
  return (
    <nav className={classes['facets']} aria-label={t('facets.title')}>
      {operators.length > 0 && (
        <ul className={classes['inForce']} aria-label={t('facets.inForce')}>
          {operators.map((operator) => (
            <li key={operator.start}>
              <button
                type="button"
                className={classes['inForceButton']}
                aria-label={t('facets.remove', { filter: query.slice(operator.start, operator.end) })}
                onClick={() => onQuery(withoutOperator(query, operator))}
              >
                <span className={classes['inForceName']}>{query.slice(operator.start, operator.end)}</span>
                <IconX size={13} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      )}
      {facets
        .filter(({ field }) => !operators.some((operator) => operator.field === field))
        .map((facet) => (
          <section key={facet.field} aria-label={t(`facets.${facet.field}`)}>
            <h2>{t(`facets.${facet.field}`)}</h2>
            <ul>
              {facet.values.slice(0, 6).map(({ value, count }) => (
                <li key={value}>
                  <button
                    type="button"
                    className={classes['choice']}
                    onClick={() => onQuery(withOperator(query, facet.field, queryValueOf(facet, value), locale))}
                  >
                    <span className={classes['choiceName']}>{wordOf(facet, value)}</span>
                    <span className="nx-numbers">{count}</span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        ))}
      {askIn && wordsOf(question) !== '' && (
        <Link
          className={classes['askInstead']!}
          to="/spaces/$spaceId/ask"
          params={{ spaceId: askIn }}
          search={{ q: wordsOf(question) }}
        >
          <IconMessageQuestion size={16} aria-hidden />
          {t('facets.ask')}
        </Link>
      )}
    </nav>
  );
}
