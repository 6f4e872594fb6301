import { Button } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { read } from '../api/create-api.ts';
import { ApiProblem } from '../api/problem.ts';
import { useProblemText } from '../problem-text.ts';
import type { Me } from '../queries.ts';

/** In with a key of the device. Loaded apart, so that the page of the password does not wait for it. */
export function PasskeyButton({ onSignedIn }: { onSignedIn(me: Me): Promise<void> }) {
  const { t } = useTranslation('sign-in');
  const problemText = useProblemText();
  const entering = useMutation({
    mutationFn: async () => {
      const options = await read(api.POST('/api/v1/session/passkey/options'));
      const optionsJSON = options as PublicKeyCredentialRequestOptionsJSON;
      const { id, rawId, response } = await startAuthentication({ optionsJSON });
      const { clientDataJSON, authenticatorData, signature, userHandle } = response;
      const signed = { clientDataJSON, authenticatorData, signature, ...(userHandle ? { userHandle } : {}) };
      const body = { response: { id, rawId, type: 'public-key' as const, response: signed } };
      return await read(api.POST('/api/v1/session/passkey', { body }));
    },
    onSuccess: (signedIn) => onSignedIn(signedIn.me),
  });
  const { error } = entering;
  const isRefused = error instanceof ApiProblem && error.code === 'session.refused';
  return (
    <>
      <Button
        variant="default"
        size="md"
        fullWidth
        loading={entering.isPending}
        leftSection={<IconFingerprint size={18} aria-hidden />}
        onClick={() => entering.mutate()}
      >
        {t('signIn.withKey')}
      </Button>
      {error && <Notice tone="bad">{isRefused ? t('signIn.keyRefused') : problemText(error)}</Notice>}
    </>
  );
}
