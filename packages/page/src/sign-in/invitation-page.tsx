import { Button, Stack } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
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
import { SignInProblem, useWait } from './sign-in-problem.tsx';
import { startSession } from './start-session.ts';

/** Somebody who was invited chooses a password and is in. */
export function InvitationPage() {
  const { t } = useTranslation('sign-in');
  const problemText = useProblemText();
  const router = useRouter();
  const queries = useQueryClient();
  const [token] = useState(takeLinkToken);
  const [password, setPassword] = useState('');
  const joining = useMutation({
    mutationFn: () => read(api.POST('/api/v1/invitations/accept', { body: { token: token!, password } })),
    onSuccess: async (joined) => {
      forgetLinkToken();
      await startSession(queries, joined!.me);
      router.history.push('/');
    },
  });
  const wait = useWait(joining.error);
  const code = joining.error instanceof ApiProblem ? joining.error.code : null;

  function join(event: FormEvent): void {
    event.preventDefault();
    if (passwordFaults(password, '').length === 0) joining.mutate();
  }

  if (token === null) return <BrokenLink kind="invitationMissing" />;
  if (code === 'link.not_valid') return <BrokenLink kind="invitationUsed" />;
  return (
    <Door title={t('invitation.title')} lead={t('invitation.lead')} place="middle">
      <form onSubmit={join}>
        <Stack gap="lg">
          <NewPasswordField
            label={t('fields.newPassword')}
            value={password}
            onChange={(value) => {
              setPassword(value);
              if (code === 'password.weak') joining.reset();
            }}
            email=""
            error={code === 'password.weak' ? problemText(joining.error) : null}
          />
          {code !== 'password.weak' && <SignInProblem error={joining.error} wait={wait} />}
          <Button type="submit" size="md" fullWidth loading={joining.isPending} disabled={wait > 0}>
            {t('invitation.enter')}
          </Button>
        </Stack>
      </form>
    </Door>
  );
}
