import { Modal, Stack, TextInput } from '@mantine/core';
import { read } from '@nexus/page/api';
import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { describeClient } from './describe-client.ts';
import { passkeysQuery } from './own-queries.ts';
import { PasswordStep } from './password-step.tsx';

/** Password, then the browser's own dialog for finger, face or PIN. */
export function NewPasskey({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const queries = useQueryClient();
  const [name, setName] = useState(() => describeClient(navigator.userAgent) ?? '');

  async function add(password: string): Promise<void> {
    const options = await read(api.POST('/api/v1/me/passkeys/options', { body: { password } }));
    const optionsJSON = options as PublicKeyCredentialCreationOptionsJSON;
    const { id, rawId, response } = await startRegistration({ optionsJSON });
    const { clientDataJSON, attestationObject } = response;
    await api.POST('/api/v1/me/passkeys', {
      body: {
        name: name.trim() || t('passkeys.unnamed'),
        response: { id, rawId, type: 'public-key', response: { clientDataJSON, attestationObject } },
      },
    });
    await queries.invalidateQueries({ queryKey: passkeysQuery.queryKey });
    onClose();
  }

  return (
    <Modal opened onClose={onClose} title={t('passkeys.add')} closeButtonProps={{ 'aria-label': tApp('common.close') }}>
      <PasswordStep verb={t('passkeys.next')} onPassword={add} onClose={onClose}>
        <Stack>
          {t('passkeys.addHelp')}
          <TextInput
            label={t('passkeys.name')}
            description={t('passkeys.nameHelp')}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            maxLength={100}
          />
        </Stack>
      </PasswordStep>
    </Modal>
  );
}
