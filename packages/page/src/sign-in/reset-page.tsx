import { Button, Stack } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { read } from '../api/create-api.ts';
import { ApiProblem } from '../api/problem.ts';
import { forgetLinkToken, takeLinkToken } from '../link-token.ts';
import { NewPasswordField } from '../new-password/new-password-field.tsx';
import { passwordFaults } from '../new-password/password-strength.ts';
import { useProblemText } from '../problem-text.ts';
import { BrokenLink } from './broken-link.tsx';
import { Door } from './door.tsx';

/** Somebody who forgot their password chooses a new one, and signs in with it as always. */
export function ResetPage() {
  const { t } = useTranslation('sign-in');
  const problemText = useProblemText();
  const router = useRouter();
  const [token] = useState(takeLinkToken);
  const [password, setPassword] = useState('');
  const choosing = useMutation({
    mutationFn: () => read(api.POST('/api/v1/password-resets/use', { body: { token: token!, password } })),
    onSuccess: () => {
      forgetLinkToken();
      router.history.replace('/sign-in');
    },
  });
  const code = choosing.error instanceof ApiProblem ? choosing.error.code : null;

  function choose(event: FormEvent): void {
    event.preventDefault();
    if (passwordFaults(password, '').length === 0) choosing.mutate();
  }

  if (token === null) return <BrokenLink kind="resetMissing" />;
  if (code === 'link.not_valid') return <BrokenLink kind="resetUsed" />;
  return (
    <Door title={t('reset.title')} lead={t('reset.lead')} place="middle">
      <form onSubmit={choose}>
        <Stack gap="lg">
          <NewPasswordField
            label={t('fields.newPassword')}
            value={password}
            onChange={(value) => {
              setPassword(value);
              if (code === 'password.weak') choosing.reset();
            }}
            email=""
            error={code === 'password.weak' ? problemText(choosing.error) : null}
          />
          {code === 'link.not_approved' && (
            <Notice tone="warn" title={t('reset.waits')}>
              {t('reset.waitsHelp')}
            </Notice>
          )}
          {choosing.error && code !== 'password.weak' && code !== 'link.not_approved' && (
            <Notice tone="bad">{problemText(choosing.error)}</Notice>
          )}
          <Button type="submit" size="md" fullWidth loading={choosing.isPending}>
            {t('reset.choose')}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
