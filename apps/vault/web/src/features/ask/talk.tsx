import { Skeleton, Stack } from '@mantine/core';
import { memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { AnswerArticle } from './answer/answer-article.tsx';
import { PendingArticle } from './answer/pending-article.tsx';
import type { Answer, Citation } from './answer.ts';
import classes from './ask.module.css';
import type { Scope } from './scope.ts';
import type { PendingQuestion } from './use-asking.ts';

/** Above a question that begins the screen, in pixels. */
const topRoom = 12;

export type TalkProps = {
  spaceId: string;
  answers: readonly Answer[];
  isLoading: boolean;
  pending: PendingQuestion | null;
  openCitationId: string | undefined;
  onOpen(citation: Citation): void;
  onAskAgain(answer: Answer, scope: Scope): void;
};

/** The questions of a conversation, oldest first; the newest begins at the top of the screen. */
export const Talk = memo(function Talk(props: TalkProps) {
  const { spaceId, answers, isLoading, pending, openCitationId, onOpen, onAskAgain } = props;
  const { t } = useTranslation('ask');
  const scroller = useRef<HTMLDivElement>(null);
  const newest = pending ? `pending ${pending.text}` : answers.at(-1)?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another newest question moves the page; an answer to it does not.
  useEffect(() => {
    const linked = !pending && location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null;
    const target = linked ?? scroller.current?.querySelector<HTMLElement>('[data-newest]');
    scroller.current?.scrollTo({ top: (target?.offsetTop ?? 0) - topRoom });
  }, [newest]);
  return (
    <div className={classes['scroller']} ref={scroller}>
      <div className={classes['column']}>
        {isLoading && (
          <Stack aria-busy aria-label={t('loading')} role="status" gap="md" pt="lg">
            <Skeleton h={24} w="70%" />
            <Skeleton h={14} w="40%" />
            <Skeleton h={52} />
            <Skeleton h={52} />
          </Stack>
        )}
        {answers.map((answer, index) => (
          <AnswerArticle
            key={answer.id}
            spaceId={spaceId}
            answer={answer}
            isNewest={!pending && index === answers.length - 1}
            openCitationId={openCitationId}
            onOpen={onOpen}
            onAskAgain={onAskAgain}
          />
        ))}
        {pending && <PendingArticle pending={pending} />}
      </div>
    </div>
  );
});
