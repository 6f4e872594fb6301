import { Button, Group } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { customerOf, editedTerms, readItems, readSchedule } from './editor-state.ts';
import type { Quote, QuoteVersion } from './quote-queries.ts';
import { TermsEditor } from './terms-editor.tsx';

export type EditQuoteProps = { quote: Quote; version: QuoteVersion; onSaved(quote: Quote): unknown; onClose(): void };

/** Rewrites the version in work; what somebody else changed meanwhile is not written over. */
export function EditQuote({ quote, version, onSaved, onClose }: EditQuoteProps) {
  const { t } = useTranslation('quotes');
  const problemText = useProblemText();
  const [terms, setTerms] = useState(() => editedTerms(version));
  const items = readItems(terms.items);
  const schedule = readSchedule(terms.schedule);
  const saving = useMutation({
    mutationFn: () =>
      read(
        api.PUT('/api/v1/quotes/{quoteId}/draft', {
          params: { path: { quoteId: quote.id }, header: { 'If-Match': `"v${version.revision}"` } },
          body: { validUntil: terms.validUntil, notes: terms.notes, schedule: schedule!, items: items! },
        }),
      ),
    onSuccess: onSaved,
  });

  function save(event: FormEvent): void {
    event.preventDefault();
    saving.mutate();
  }

  return (
    <form onSubmit={save}>
      <TermsEditor terms={terms} customer={customerOf(quote)} priceListId={quote.priceListId} onChange={setTerms} />
      {saving.error ? <Notice tone="bad">{problemText(saving.error)}</Notice> : null}
      <Group mt="lg">
        <Button type="submit" loading={saving.isPending} disabled={!items || !schedule}>
          {t('save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('cancelEdit')}
        </Button>
      </Group>
    </form>
  );
}
