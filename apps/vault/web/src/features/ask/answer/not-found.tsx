import { Button, Group } from '@mantine/core';
import { formatNumber, type Locale } from '@nexus/ui';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../answer.ts';
import { hasFilters, openScope, type Scope, scopeOfAnswer } from '../scope.ts';
import classes from './answer.module.css';

export type NotFoundProps = {
  spaceId: string;
  answer: Answer;
  isNewest: boolean;
  onAskAgain(answer: Answer, scope: Scope): void;
};

/** Said plainly, with what was searched and the ways to look further. */
export function NotFound({ spaceId, answer, isNewest, onAskAgain }: NotFoundProps) {
  const { t, i18n } = useTranslation('ask');
  const scope = scopeOfAnswer(answer);
  const n = formatNumber(answer.passagesSearched, i18n.language as Locale);
  return (
    <section className={classes['notFound']} aria-label={t('notFound.title')}>
      <h3>{t('notFound.title')}</h3>
      <p>{t(scope.everywhere ? 'notFound.searchedEverywhere' : 'notFound.searchedHere', { n })}</p>
      {isNewest && (
        <Group gap="sm" className="nx-no-print">
          {hasFilters(scope) && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onAskAgain(answer, { ...openScope, everywhere: scope.everywhere })}
            >
              {t('notFound.withoutFilters')}
            </Button>
          )}
          {!scope.everywhere && (
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => onAskAgain(answer, { ...scope, everywhere: true })}
            >
              {t('notFound.everywhere')}
            </Button>
          )}
          <Button
            size="compact-sm"
            variant="default"
            renderRoot={(props) => (
              <Link
                to="/search"
                search={{ q: answer.text, ...(scope.everywhere ? {} : { space: spaceId }) }}
                {...props}
              />
            )}
          >
            {t('notFound.search')}
          </Button>
        </Group>
      )}
      {isNewest && <p className={classes['hint']}>{t('notFound.hint')}</p>}
    </section>
  );
}
