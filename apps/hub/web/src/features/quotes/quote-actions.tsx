import { Button, Group, Modal } from '@mantine/core';
import { OneTimeSecret, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import { Notice } from '@nexus/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { useOwnRoles } from '../../app/own-roles.ts';
import { useCreation } from '../../app/use-creation.ts';
import { AcceptQuote } from './accept-quote.tsx';
import type { Quote, QuoteVersion } from './quote-queries.ts';
import { type ReasonedAction, ReasonedDialog } from './reasoned-dialog.tsx';

export type QuoteActionsProps = {
  quote: Quote;
  version: QuoteVersion;
  onChanged(quote: Quote): unknown;
  onEdit(): void;
};

/** What the person may do with the newest version, by its state. The server decides again. */
export function QuoteActions({ quote, version, onChanged, onEdit }: QuoteActionsProps) {
  const { t } = useTranslation('quotes');
  const { t: word } = useTranslation('app');
  const problemText = useProblemText();
  const { isOffice, partners } = useOwnRoles();
  const [reasoned, setReasoned] = useState<ReasonedAction | null>(null);
  const [isAccepting, setAccepting] = useState(false);
  const path = { quoteId: quote.id };
  const sending = useMutation({
    mutationFn: () => read(api.POST('/api/v1/quotes/{quoteId}/sending', { params: { path } })),
    onSuccess: ({ token: _, ...sent }) => onChanged(sent),
  });
  const renewing = useCreation(
    (header) =>
      read(api.POST('/api/v1/quotes/{quoteId}/versions', { params: { path, header }, body: { terms: null } })),
    onChanged,
  );

  const seller = partners.find(({ organisationId }) => organisationId === quote.partnerId);
  const sells = seller?.roles.some((role) => role === 'partner_admin' || role === 'partner_seller') ?? false;
  const maySell = quote.state === 'open' && (sells || isOffice('owner', 'channel_manager'));
  const mayDecide = quote.state === 'open' && isOffice('owner', 'finance', 'channel_manager');
  const { state } = version;
  const isInWork = state === 'draft' || state === 'awaiting_approval' || state === 'approved';
  const maySend = isInWork && (!version.needsApproval || state === 'approved');
  const link = sending.data ? `${window.location.origin}/offer#${sending.data.token}` : null;

  return (
    <>
      <Group>
        {maySell && maySend && (
          <Button loading={sending.isPending} onClick={() => sending.mutate()}>
            {t('send')}
          </Button>
        )}
        {maySell && state === 'draft' && version.needsApproval && (
          <Button onClick={() => setReasoned('ask')}>{t('ask')}</Button>
        )}
        {mayDecide && state === 'awaiting_approval' && (
          <>
            <Button onClick={() => setReasoned('approve')}>{t('approve')}</Button>
            <Button variant="default" onClick={() => setReasoned('refuse')}>
              {t('refuse')}
            </Button>
          </>
        )}
        {maySell && state === 'sent' && !version.isExpired && (
          <Button onClick={() => setAccepting(true)}>{t('enterAcceptance')}</Button>
        )}
        {maySell && isInWork && (
          <Button variant="default" onClick={onEdit}>
            {t('edit')}
          </Button>
        )}
        {maySell && !isInWork && (
          <Button variant="default" loading={renewing.isPending} onClick={() => renewing.mutate()}>
            {t('newVersion')}
          </Button>
        )}
        {maySell && (
          <Button variant="subtle" color="red" onClick={() => setReasoned('cancel')}>
            {t('cancelQuote')}
          </Button>
        )}
      </Group>
      {[sending.error, renewing.error].map(
        (error) =>
          error && (
            <Notice key={error.message} tone="bad">
              {problemText(error)}
            </Notice>
          ),
      )}
      {link && (
        <Modal
          opened
          onClose={() => sending.reset()}
          title={t('sentTitle')}
          closeButtonProps={{ 'aria-label': word('common.close') }}
        >
          <OneTimeSecret label={t('link')} value={link} help={t('linkHelp', { name: quote.customer.name })} />
        </Modal>
      )}
      {reasoned && (
        <ReasonedDialog
          action={reasoned}
          quoteId={quote.id}
          onDone={(changed) => {
            setReasoned(null);
            onChanged(changed);
          }}
          onClose={() => setReasoned(null)}
        />
      )}
      {isAccepting && <AcceptQuote quote={quote} onDone={onChanged} onClose={() => setAccepting(false)} />}
    </>
  );
}
