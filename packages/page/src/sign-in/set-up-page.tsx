import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { read } from '../api/create-api.ts';
import { forgetLinkToken, takeLinkToken } from '../link-token.ts';
import type { Language } from '../words/words.ts';
import { BrokenLink } from './broken-link.tsx';
import { Door } from './door.tsx';
import { SetUpForm } from './set-up-form.tsx';
import { startSession } from './start-session.ts';

/** The first minute of an installation: its first person, by the link that the server printed. */
export function SetUpPage() {
  const { t, i18n } = useTranslation('sign-in');
  const router = useRouter();
  const queries = useQueryClient();
  const [token] = useState(takeLinkToken);
  const { data: setup } = useQuery({
    queryKey: ['setup'],
    queryFn: () => read(api.GET('/api/v1/setup')),
  });

  async function setUp(person: { name: string; email: string; password: string }): Promise<void> {
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
    const locale = i18n.language as Language;
    const done = await read(api.POST('/api/v1/setup', { body: { token: token!, ...person, locale, timeZone } }));
    forgetLinkToken();
    await startSession(queries, done!.me);
    // Home leads to the first space there is: the samples, ready to be asked.
    router.history.push('/');
  }

  if (setup && !setup.needed) return <BrokenLink kind="setUpDone" />;
  if (token === null) return <BrokenLink kind="setUpMissing" />;
  return (
    <Door title={t('setUp.title')} lead={t('setUp.lead')}>
      <SetUpForm onSetUp={setUp} />
    </Door>
  );
}
