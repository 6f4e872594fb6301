import { Modal } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { secondFactorQuery } from './own-queries.ts';
import { PasswordStep } from './password-step.tsx';

export function DisableSecondFactor({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const queries = useQueryClient();

  async function disable(password: string): Promise<void> {
    await api.POST('/api/v1/me/second-factor/disable', { body: { password } });
    await queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
    onClose();
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={t('secondFactor.disable')}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <PasswordStep verb={t('secondFactor.disable')} isDestructive onPassword={disable} onClose={onClose}>
        {t('secondFactor.disableHelp')}
      </PasswordStep>
    </Modal>
  );
}
