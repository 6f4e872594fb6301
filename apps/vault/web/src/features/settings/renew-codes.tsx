import { Modal } from '@mantine/core';
import { read } from '@nexus/page/api';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { secondFactorQuery } from './own-queries.ts';
import { PasswordStep } from './password-step.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

export function RenewCodes({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const queries = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  async function renew(password: string): Promise<void> {
    const renewed = await read(api.POST('/api/v1/me/second-factor/recovery-codes', { body: { password } }));
    setCodes(renewed.codes);
    await queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('secondFactor.renew')}
      closeOnClickOutside={codes === null}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onKept={onClose} />
      ) : (
        <PasswordStep verb={t('secondFactor.renew')} onPassword={renew} onClose={onClose}>
          {t('secondFactor.renewHelp')}
        </PasswordStep>
      )}
    </Modal>
  );
}
