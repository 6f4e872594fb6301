import { Button, Group, Stack } from '@mantine/core';
import { ConfirmDialog, RowsState, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { formatWhen, type Locale } from '@nexus/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { documentQuery } from '../../../app/viewer/document-queries.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { type DrillQuestion, drillQuestionsQuery } from './drill-queries.ts';
import { NewDrillQuestion } from './new-drill-question.tsx';

/** What a restored copy is asked. Everybody sets their own: a drill asks with their rights and tells nobody else what was asked. */
export function DrillsPage() {
  const { t } = useTranslation('settings');
  const queries = useQueryClient();
  const query = useQuery(drillQuestionsQuery);
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<DrillQuestion | null>(null);
  const questions = query.data ?? [];
  return (
    <SettingsFrame>
      <Section title={t('drills.title')} help={t('drills.help')}>
        <Stack gap="md">
          <RowsState query={query} isEmpty={questions.length === 0} empty={t('drills.none')}>
            <ul className={panel['rows']}>
              {questions.map((question) => (
                <QuestionRow key={question.id} question={question} onRemove={() => setRemoving(question)} />
              ))}
            </ul>
          </RowsState>
          <Group>
            <Button variant={questions.length === 0 ? 'filled' : 'default'} onClick={() => setAdding(true)}>
              {t('drills.add')}
            </Button>
          </Group>
        </Stack>
      </Section>
      {isAdding && <NewDrillQuestion onClose={() => setAdding(false)} />}
      {removing && (
        <ConfirmDialog
          title={t('drills.removeTitle')}
          verb={t('drills.remove')}
          onConfirm={async () => {
            const path = { questionId: removing.id };
            await read(api.DELETE('/api/v1/backups/drill-questions/{questionId}', { params: { path } }));
            await queries.invalidateQueries({ queryKey: drillQuestionsQuery.queryKey });
          }}
          onClose={() => setRemoving(null)}
        >
          {t('drills.removeHelp', { text: removing.text })}
        </ConfirmDialog>
      )}
    </SettingsFrame>
  );
}

function QuestionRow({ question, onRemove }: { question: DrillQuestion; onRemove(): void }) {
  const { t, i18n } = useTranslation('settings');
  const { documentId, text, createdAt } = question;
  const document = useQuery(documentQuery({ documentId }));
  return (
    <li>
      <div>
        <strong>{text}</strong>
        <span className={panel['meta']}>
          {document.isError ? (
            t('drills.documentGone')
          ) : (
            <Link to="/documents/$documentId" params={{ documentId }} className={panel['link']!}>
              {document.data ? document.data.title || document.data.fileName : '…'}
            </Link>
          )}
          {` · ${t('drills.since', { when: formatWhen(createdAt, i18n.language as Locale) })}`}
        </span>
      </div>
      <Button size="xs" variant="default" onClick={onRemove}>
        {t('drills.remove')}
      </Button>
    </li>
  );
}
