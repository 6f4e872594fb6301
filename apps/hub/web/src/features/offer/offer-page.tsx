import { Button, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { changeLanguage, type Language, saveFile, takeLinkToken, useProblemText } from '@nexus/page';
import { ApiProblem, read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import { EmptyState, Notice } from '@nexus/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answered, api } from '../../api/client.ts';
import { dayText, moneyText } from '../../app/money-text.ts';
import { PricedLines } from '../../app/priced-lines.tsx';

type Offer = Answered<'viewOffer'>;

/** What a customer without an account sees with the link: the quote, its PDF, and one decision. The token stays in memory alone. */
export function OfferPage() {
  const { t, i18n } = useTranslation('offer');
  const problemText = useProblemText();
  const [token] = useState(takeLinkToken);
  const found = useQuery({
    queryKey: ['offer', token],
    enabled: token !== null,
    retry: false,
    queryFn: () => read(api.POST('/api/v1/offers/view', { body: { token: token! } })),
  });
  const offer = found.data;
  const isUnknown = token === null || (found.error instanceof ApiProblem && found.error.status < 500);
  const printing = useMutation({
    mutationFn: async () => {
      const { data } = await api.POST('/api/v1/offers/pdf', { body: { token: token! }, parseAs: 'blob' });
      saveFile(data as Blob, `${offer!.quoteNumber}.pdf`);
    },
  });

  return (
    <main className={panel['page']}>
      <Group justify="space-between" mb="lg">
        <Group gap="xs">
          <img src="/favicon.svg" alt="" width={24} height={24} />
          <Text fw={620}>Nexus</Text>
        </Group>
        <SegmentedControl
          size="xs"
          aria-label={t('language')}
          value={i18n.language}
          onChange={(value) => void changeLanguage(value as Language)}
          data={[
            { value: 'es', label: 'Español' },
            { value: 'en', label: 'English' },
          ]}
        />
      </Group>
      {isUnknown && <EmptyState title={t('unknownTitle')}>{t('unknownHelp')}</EmptyState>}
      {!isUnknown && found.error && <Notice tone="bad">{problemText(found.error)}</Notice>}
      {offer && (
        <Stack gap="lg">
          <Group justify="space-between" align="start">
            <div>
              <h1>{t('title', { number: offer.quoteNumber })}</h1>
              <Text c="dimmed">
                {t('for', { name: offer.customerName })} ·{' '}
                {t('validUntil', { day: dayText(offer.validUntilDay, i18n.language) })}
              </Text>
            </div>
            <Button variant="default" loading={printing.isPending} onClick={() => printing.mutate()}>
              {t('pdf')}
            </Button>
          </Group>
          {printing.error ? <Notice tone="bad">{problemText(printing.error)}</Notice> : null}
          <PricedLines lines={offer.lines} sums={offer} />
          {offer.payments.length > 1 && (
            <ul className={panel['rows']}>
              {offer.payments.map(({ ordinal, label, amount }) => (
                <li key={ordinal}>
                  <span>{label || t('instalment', { number: ordinal })}</span>
                  <span>{moneyText(amount, i18n.language)}</span>
                </li>
              ))}
            </ul>
          )}
          {offer.notes && <Text style={{ whiteSpace: 'pre-wrap' }}>{offer.notes}</Text>}
          {offer.state === 'open' ? (
            <Decision token={token!} offer={offer} onDecided={() => void found.refetch()} />
          ) : (
            <Notice tone={offer.state === 'accepted' ? 'ok' : 'warn'}>
              {t(`closed.${offer.state}`, { name: offer.acceptedName ?? '' })}
            </Notice>
          )}
        </Stack>
      )}
    </main>
  );
}

function Decision({ token, offer, onDecided }: { token: string; offer: Offer; onDecided(): void }) {
  const { t, i18n } = useTranslation('offer');
  const problemText = useProblemText();
  const [who, setWho] = useState({ name: '', position: '' });
  const [isDeclining, setDeclining] = useState(false);
  const [reason, setReason] = useState('');
  const accepting = useMutation({
    mutationFn: () => read(api.POST('/api/v1/offers/acceptance', { body: { token, note: '', ...who } })),
    onSettled: onDecided,
  });
  const declining = useMutation({
    mutationFn: () => api.POST('/api/v1/offers/refusal', { body: { token, reason } }),
    onSettled: onDecided,
  });
  const error = accepting.error ?? declining.error;

  function accept(event: FormEvent): void {
    event.preventDefault();
    accepting.mutate();
  }

  return (
    <form onSubmit={accept} className={panel['narrow']}>
      <Stack gap="sm">
        <h2>{t('accept')}</h2>
        <Text size="sm">{t('acceptHelp', { total: moneyText(offer.total, i18n.language) })}</Text>
        <TextInput
          label={t('name')}
          value={who.name}
          maxLength={200}
          autoComplete="name"
          onChange={(event) => setWho({ ...who, name: event.currentTarget.value })}
          required
        />
        <TextInput
          label={t('position')}
          value={who.position}
          maxLength={200}
          autoComplete="organization-title"
          onChange={(event) => setWho({ ...who, position: event.currentTarget.value })}
        />
        {error ? <Notice tone="bad">{problemText(error)}</Notice> : null}
        <Group>
          <Button type="submit" loading={accepting.isPending}>
            {t('acceptDo')}
          </Button>
          {!isDeclining && (
            <Button variant="subtle" color="gray" onClick={() => setDeclining(true)}>
              {t('decline')}
            </Button>
          )}
        </Group>
        {isDeclining && (
          <Group align="end">
            <TextInput
              style={{ flex: 1 }}
              label={t('declineReason')}
              value={reason}
              maxLength={1_000}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
            <Button variant="default" loading={declining.isPending} onClick={() => declining.mutate()}>
              {t('declineDo')}
            </Button>
          </Group>
        )}
      </Stack>
    </form>
  );
}
