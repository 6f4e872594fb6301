import { Skeleton } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { PendingQuestion } from '../use-asking.ts';
import classes from './answer.module.css';

/** The question at once, and the room that its quotes will take. */
export function PendingArticle({ pending: { text, phase } }: { pending: PendingQuestion }) {
  const { t } = useTranslation('ask');
  return (
    <article className={classes['article']} data-newest aria-busy>
      <h2 className={classes['question']}>{text}</h2>
      <p className={classes['meta']} role="status">
        {t(`phase.${phase}`)}
      </p>
      {phase === 'asking' ? (
        <div className={classes['skeletons']} aria-hidden>
          {[88, 74, 81].map((width) => (
            <div key={width}>
              <Skeleton h={16} w={`${width}%`} />
              <Skeleton h={16} w={`${width - 34}%`} />
              <Skeleton h={11} w="30%" />
            </div>
          ))}
        </div>
      ) : (
        <Notice tone="warn">{t(`phaseHelp.${phase}`)}</Notice>
      )}
    </article>
  );
}
