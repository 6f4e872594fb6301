import { ActionIcon, Button, Skeleton } from '@mantine/core';
import { MarkedText, Notice } from '@nexus/ui';
import { IconExternalLink, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../../app/problem-text.ts';
import { FormatIcon } from '../../app/source/format-icon.tsx';
import { usePlaceWords } from '../../app/source/use-place-words.ts';
import { type Answer, type Citation, placeOf } from './answer.ts';
import { openedCitationQuery } from './conversations.queries.ts';
import classes from './source-pane.module.css';

export type SourcePaneProps = { answer: Answer; citation: Citation; onClose(): void };

/** The source beside the answer, at the very place. */
export function SourcePane({ answer, citation, onClose }: SourcePaneProps) {
  const { t } = useTranslation('ask');
  const placeWords = usePlaceWords();
  const problemText = useProblemText();
  const { data, error, isPending } = useQuery(openedCitationQuery(answer.id, citation.id));
  const { source } = citation;
  if (!source) return null;
  const at = data ? data.passage.indexOf(source.quote) : -1;
  return (
    <aside className={classes['pane']} aria-label={t('source', { title: source.title || source.fileName })}>
      <header className={classes['head']}>
        <FormatIcon format={source.format} size={18} />
        <h2 title={source.fileName}>{source.title || source.fileName}</h2>
        <span>{source.places[0] && placeWords(source.format, source.places[0])}</span>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconExternalLink size={15} aria-hidden />}
          renderRoot={(props) => (
            <Link
              to="/documents/$documentId"
              params={{ documentId: source.documentId }}
              search={placeOf(citation)}
              {...props}
            />
          )}
        >
          {t('openDocument')}
        </Button>
        <ActionIcon variant="subtle" color="gray" aria-label={t('app:common.close')} onClick={onClose}>
          <IconX size={18} />
        </ActionIcon>
      </header>
      <div className={classes['body']}>
        {isPending && [1, 2, 3, 4, 5].map((n) => <Skeleton key={n} h={16} mb="md" />)}
        {error && <Notice tone="bad">{problemText(error)}</Notice>}
        {data && (
          <div className={classes['page']}>
            {data.headings.length > 0 && <p className={classes['headings']}>{data.headings.join(' › ')}</p>}
            <p className={`${classes['passage']} nx-quote`}>
              <MarkedText text={data.passage} marks={at < 0 ? [] : [{ start: at, end: at + source.quote.length }]} />
            </p>
          </div>
        )}
      </div>
    </aside>
  );
}
