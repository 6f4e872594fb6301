import { Button, PasswordInput, Skeleton, Stack, TextInput } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useRouter, useSearch } from '@tanstack/react-router';
import { type FormEvent, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { read } from '../api/create-api.ts';
import { ApiProblem } from '../api/problem.ts';
import { type Me, meQuery } from '../queries.ts';
import { Door } from './door.tsx';
import { OtherWays } from './other-ways.tsx';
import { SecondStep } from './second-step.tsx';
import { SignInProblem, useWait } from './sign-in-problem.tsx';
import { startSession } from './start-session.ts';
import { TicketStep } from './ticket-step.tsx';
import { waysQuery } from './ways-query.ts';

type SignedIn = { me: Me };

/** Only where the browser has keys: over https, or on this very machine. */
const hasPasskeys = typeof PublicKeyCredential === 'function';
const PasskeyButton = lazy(async () => ({ default: (await import('./passkey-button.tsx')).PasskeyButton }));

/** In with e-mail and password, with a code too where one is wanted, and on to where one wanted to go. */
export function SignInPage() {
  const { t } = useTranslation('sign-in');
  const { to = '/', step, failed } = useSearch({ from: '/sign-in' });
  const router = useRouter();
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isCodeWanted, setCodeWanted] = useState(false);
  const { data: me } = useQuery(meQuery);
  const { data: setup } = useQuery({
    queryKey: ['setup'],
    queryFn: () => read(api.GET('/api/v1/setup')),
  });
  const { data: ways } = useQuery(waysQuery);
  const [chosen, setChosen] = useState<string | null | undefined>(undefined);
  // Without passwords of this server the directory comes first; whoever is named for the emergency still finds the other fields.
  const directoryId =
    chosen === undefined && ways?.passwords === false ? (ways.directories[0]?.id ?? null) : (chosen ?? null);
  const directory = ways?.directories.find(({ id }) => id === directoryId);
  const entering = useMutation({
    mutationFn: async (code: string | null) => {
      const more = code ? { code } : {};
      if (directory === undefined) return read(api.POST('/api/v1/session', { body: { email, password, ...more } }));
      const body = { sourceId: directory.id, username: email, password, ...more };
      return (await read(api.POST('/api/v1/session/directory', { body }))) as unknown as SignedIn;
    },
    onError: (error) => {
      if (error instanceof ApiProblem && error.code === 'session.code_required') setCodeWanted(true);
    },
    onSuccess: (signedIn) => goOn(signedIn.me),
  });
  const withCard = useMutation({
    mutationFn: async () => (await read(api.POST('/api/v1/session/card'))) as unknown as SignedIn,
    onSuccess: (signedIn) => goOn(signedIn.me),
  });
  const wait = useWait(entering.error);

  async function goOn(person: Me): Promise<void> {
    await startSession(queries, person);
    router.history.replace(to);
  }

  function enter(event: FormEvent): void {
    event.preventDefault();
    if (wait === 0 && !entering.isPending) entering.mutate(null);
  }

  if (step === 'code') return <TicketStep onSignedIn={goOn} />;
  if (me && entering.isIdle && withCard.isIdle) return <Navigate to={to} replace />;
  if (isCodeWanted) {
    const isFirst = entering.error instanceof ApiProblem && entering.error.code === 'session.code_required';
    return (
      <SecondStep
        error={isFirst ? null : entering.error}
        wait={wait}
        isPending={entering.isPending}
        onCode={(code) => entering.mutate(code)}
        onBack={() => {
          setCodeWanted(false);
          setPassword('');
          entering.reset();
        }}
      />
    );
  }
  return (
    <Door title={t('signIn.title')} lead={to === '/' ? t('signIn.lead') : t('signIn.leadOn')} place="middle">
      <form onSubmit={enter}>
        <Stack gap="lg">
          {setup?.needed && <Notice title={t('signIn.setupNeeded')}>{t('signIn.setupNeededHelp')}</Notice>}
          {failed && entering.isIdle && <Notice tone="bad">{t('ways.failed')}</Notice>}
          {withCard.error && <Notice tone="bad">{t('ways.cardRefused')}</Notice>}
          <TextInput
            key={directory?.id ?? 'own'}
            label={directory ? t('ways.username', { name: directory.name }) : t('fields.email')}
            type={directory ? 'text' : 'email'}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            autoComplete="username"
            autoFocus
            required
            size="md"
          />
          <PasswordInput
            label={t('fields.password')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="current-password"
            required
            size="md"
          />
          <SignInProblem error={entering.error} wait={wait} />
          <Button type="submit" size="md" fullWidth loading={entering.isPending} disabled={wait > 0}>
            {wait > 0 ? t('delayed.wait', { seconds: wait }) : t('signIn.enter')}
          </Button>
          {hasPasskeys && (
            <Suspense fallback={<Skeleton height={42} />}>
              <PasskeyButton onSignedIn={goOn} />
            </Suspense>
          )}
          {ways && (
            <OtherWays
              ways={ways}
              to={to}
              directoryId={directory?.id ?? null}
              isBusy={entering.isPending || withCard.isPending}
              onDirectory={(id) => {
                setChosen(id);
                setPassword('');
                entering.reset();
              }}
              onCard={() => withCard.mutate()}
            />
          )}
        </Stack>
      </form>
    </Door>
  );
}
