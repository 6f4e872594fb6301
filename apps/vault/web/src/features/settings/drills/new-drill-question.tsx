import { Button, Modal, Radio, Stack, Text, Textarea } from '@mantine/core';
import { DialogFoot, useReturnFocus } from '@nexus/page';
import { newIdempotencyKey, read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../../api/client.ts';
import { drillQuestionsQuery, trySources } from './drill-queries.ts';

const longestQuote = 140;

/** Asked once now, so that whoever sets it sees what the server answers today and picks the document that a copy has to find again. */
export function NewDrillQuestion({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  useReturnFocus();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [documentId, setDocumentId] = useState<string | null>(null);
  const [key] = useState(newIdempotencyKey);
  const trying = useMutation({
    mutationFn: trySources,
    onSuccess: (sources) => setDocumentId(sources[0]?.documentId ?? null),
  });
  const adding = useMutation({
    mutationFn: (chosen: string) => {
      const params = { header: { 'Idempotency-Key': key } };
      const body = { text: text.trim(), documentId: chosen };
      return read(api.POST('/api/v1/backups/drill-questions', { params, body }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: drillQuestionsQuery.queryKey });
      onClose();
    },
  });
  const sources = trying.data;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() === '') return;
    if (!sources) trying.mutate(text.trim());
    else if (documentId !== null) adding.mutate(documentId);
  }

  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={t('drills.add')}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <form onSubmit={submit}>
        <Stack>
          <Textarea
            label={t('drills.question')}
            description={t('drills.questionHelp')}
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              trying.reset();
            }}
            maxLength={1_000}
            autosize
            minRows={2}
            required
            data-autofocus
          />
          {sources && sources.length === 0 && <Notice tone="warn">{t('drills.noSources')}</Notice>}
          {sources && sources.length > 0 && (
            <Radio.Group label={t('drills.choose')} value={documentId} onChange={setDocumentId}>
              <Stack gap="sm" mt="sm">
                {sources.map(({ documentId: id, title, quote }) => (
                  <Radio
                    key={id}
                    value={id}
                    label={title}
                    description={quote.length > longestQuote ? `${quote.slice(0, longestQuote)}…` : quote}
                  />
                ))}
              </Stack>
            </Radio.Group>
          )}
          {!sources && (
            <Text component="p" c="dimmed" fz="sm">
              {t('drills.tryHelp')}
            </Text>
          )}
          <DialogFoot error={trying.error ?? adding.error} onClose={onClose}>
            {sources && sources.length > 0 ? (
              <Button type="submit" loading={adding.isPending} disabled={documentId === null}>
                {t('drills.keep')}
              </Button>
            ) : (
              <Button type="submit" loading={trying.isPending} disabled={text.trim() === '' || sources !== undefined}>
                {t('drills.try')}
              </Button>
            )}
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
