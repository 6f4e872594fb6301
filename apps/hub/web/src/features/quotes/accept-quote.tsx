import { Button, Modal, Stack, Text, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import { read } from '@nexus/page/api';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useCreation } from '../../app/use-creation.ts';
import { type Quote, quoteQuery } from './quote-queries.ts';

export type AcceptQuoteProps = { quote: Quote; onDone(quote: Quote): unknown; onClose(): void };

/** The seller has the customer's word and enters it: who accepted, and how it is known. */
export function AcceptQuote({ quote, onDone, onClose }: AcceptQuoteProps) {
  const { t } = useTranslation('quotes');
  const { t: word } = useTranslation('app');
  const queries = useQueryClient();
  const [given, setGiven] = useState({ name: '', position: '', note: '' });
  const accepting = useCreation(
    (header) =>
      read(
        api.POST('/api/v1/quotes/{quoteId}/acceptance', {
          params: { path: { quoteId: quote.id }, header },
          body: given,
        }),
      ),
    async () => {
      onClose();
      onDone(await queries.fetchQuery({ ...quoteQuery(quote.id), staleTime: 0 }));
    },
  );

  function accept(event: FormEvent): void {
    event.preventDefault();
    accepting.mutate();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('enterAcceptance')}
      closeButtonProps={{ 'aria-label': word('common.close') }}
    >
      <form onSubmit={accept}>
        <Stack>
          <Text size="sm">{t('acceptHelp')}</Text>
          <TextInput
            label={t('acceptName')}
            value={given.name}
            maxLength={200}
            onChange={(event) => setGiven({ ...given, name: event.currentTarget.value })}
            data-autofocus
            required
          />
          <TextInput
            label={t('acceptPosition')}
            value={given.position}
            maxLength={200}
            onChange={(event) => setGiven({ ...given, position: event.currentTarget.value })}
          />
          <TextInput
            label={t('acceptNote')}
            value={given.note}
            maxLength={1_000}
            onChange={(event) => setGiven({ ...given, note: event.currentTarget.value })}
          />
          <DialogFoot error={accepting.error} onClose={onClose}>
            <Button type="submit" loading={accepting.isPending}>
              {t('acceptDo')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
