import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, type Citation, conflictsOf, nearestOf, quotesOf } from '../answer.ts';
import type { Scope } from '../scope.ts';
import classes from './answer.module.css';
import { AnswerActions } from './answer-actions.tsx';
import { AnswerMeta } from './answer-meta.tsx';
import { AnswerNotices } from './answer-notices.tsx';
import { Conflicts } from './conflicts.tsx';
import { NotFound } from './not-found.tsx';
import { QuoteList } from './quote-list.tsx';

export type AnswerArticleProps = {
  spaceId: string;
  answer: Answer;
  isNewest: boolean;
  openCitationId: string | undefined;
  onOpen(citation: Citation): void;
  onAskAgain(answer: Answer, scope: Scope): void;
};

/** A question with everything that is known about its answer. */
export const AnswerArticle = memo(function AnswerArticle(props: AnswerArticleProps) {
  const { spaceId, answer, isNewest, openCitationId, onOpen, onAskAgain } = props;
  const { t } = useTranslation('ask');
  const quotes = useMemo(() => quotesOf(answer), [answer]);
  const nearest = useMemo(() => nearestOf(answer), [answer]);
  const conflicts = useMemo(() => conflictsOf(quotes), [quotes]);
  const isFound = answer.outcome === 'answered';
  return (
    <article
      id={`q-${answer.id}`}
      className={classes['article']}
      data-answer={answer.id}
      data-newest={isNewest || undefined}
      aria-label={answer.text}
    >
      <h2 className={classes['question']}>{answer.text}</h2>
      <AnswerMeta spaceId={spaceId} answer={answer} isNewest={isNewest} />
      {isFound ? (
        <QuoteList quotes={quotes} openCitationId={openCitationId} onOpen={onOpen} label={t('quotes')} />
      ) : (
        <NotFound spaceId={spaceId} answer={answer} isNewest={isNewest} onAskAgain={onAskAgain} />
      )}
      {conflicts.map((group) => (
        <Conflicts key={group[0]?.citation.id} group={group} onOpen={onOpen} />
      ))}
      {!isFound && nearest.length > 0 && (
        <section aria-label={t('nearest')} className={classes['nearest']}>
          <h3 className={classes['smallHeading']}>{t('nearest')}</h3>
          <QuoteList quotes={nearest} openCitationId={openCitationId} onOpen={onOpen} label={t('nearest')} isNearest />
        </section>
      )}
      <AnswerNotices spaceId={spaceId} answer={answer} isNewest={isNewest} />
      <AnswerActions answer={answer} />
    </article>
  );
});
