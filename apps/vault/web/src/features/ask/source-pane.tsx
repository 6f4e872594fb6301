import { Button } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { ApiProblem } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { SourceViewer } from '../../app/viewer/source-viewer.tsx';
import { type Answer, type Citation, placeOf } from './answer.ts';
import { openedCitationQuery } from './conversations.queries.ts';
import classes from './source-pane.module.css';

export type SourcePaneProps = { answer: Answer; citation: Citation; onClose(): void };

/** The source beside the answer, at the very place. */
export const SourcePane = memo(function SourcePane({ answer, citation, onClose }: SourcePaneProps) {
  const { t } = useTranslation('ask');
  const problemText = useProblemText();
  // Which source of which answer was opened is for the log; it also says when the source has gone since.
  const { error } = useQuery(openedCitationQuery(answer.id, citation.id));
  const { source } = citation;
  if (!source) return null;
  const isGone = error instanceof ApiProblem && error.status === 404;
  return (
    <aside
      className={`${classes['pane']} nx-no-print`}
      aria-label={t('source', { title: source.title || source.fileName })}
    >
      {error ? (
        <div className={classes['problem']}>
          <Notice
            tone="bad"
            action={
              <Button size="compact-sm" variant="default" onClick={onClose}>
                {t('app:common.close')}
              </Button>
            }
          >
            {isGone ? t('sourceGone') : problemText(error)}
          </Notice>
        </div>
      ) : (
        <SourceViewer
          documentId={source.documentId}
          versionId={source.versionId}
          place={placeOf(citation)}
          onClose={onClose}
          compact
        />
      )}
    </aside>
  );
});
