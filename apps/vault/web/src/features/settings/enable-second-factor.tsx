import { Button, Group, Modal, PinInput, Stack, Text } from '@mantine/core';
import { drawQr, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import settings from '@nexus/page/panel.module.css';
import { Notice } from '@nexus/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { secondFactorQuery } from './own-queries.ts';
import { PasswordStep } from './password-step.tsx';
import classes from './recovery-codes.module.css';
import { RecoveryCodes } from './recovery-codes.tsx';

/** Password, QR code, first code, recovery codes: in this order, in one dialog. */
export function EnableSecondFactor({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const queries = useQueryClient();
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);

  async function begin(password: string): Promise<void> {
    setBegun(await read(api.POST('/api/v1/me/second-factor', { body: { password } })));
  }

  async function confirm(code: string): Promise<void> {
    const confirmed = await read(api.POST('/api/v1/me/second-factor/confirm', { body: { code } }));
    setCodes(confirmed.codes);
    await queries.invalidateQueries({ queryKey: secondFactorQuery.queryKey });
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={codes ? t('secondFactor.codesTitle') : t('secondFactor.enable')}
      closeOnClickOutside={begun === null}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      {codes ? (
        <RecoveryCodes codes={codes} onKept={onClose} />
      ) : begun ? (
        <FirstCode {...begun} onCode={confirm} />
      ) : (
        <PasswordStep verb={t('secondFactor.next')} onPassword={begin} onClose={onClose}>
          {t('secondFactor.enableHelp')}
        </PasswordStep>
      )}
    </Modal>
  );
}

type FirstCodeProps = { secret: string; uri: string; onCode(code: string): Promise<void> };

function FirstCode({ secret, uri, onCode }: FirstCodeProps) {
  const { t } = useTranslation('settings');
  const problemText = useProblemText();
  const qr = useMemo(() => drawQr(uri), [uri]);
  const [code, setCode] = useState('');
  const confirming = useMutation({ mutationFn: onCode, onError: () => setCode('') });

  function confirm(event: FormEvent): void {
    event.preventDefault();
    if (code.length === 6) confirming.mutate(code);
  }

  return (
    <form onSubmit={confirm}>
      <Stack>
        <Text>{t('secondFactor.scan')}</Text>
        <svg
          className={classes['qr']}
          viewBox={`0 0 ${qr.size} ${qr.size}`}
          role="img"
          aria-label={t('secondFactor.qr')}
          shapeRendering="crispEdges"
        >
          <path d={qr.path} fill="currentColor" />
        </svg>
        <Text fz="sm" c="dimmed">
          {t('secondFactor.byHand')}{' '}
          <span className={settings['secret']}>{secret.match(/.{4}/g)?.join(' ') ?? secret}</span>
        </Text>
        <Text>{t('secondFactor.firstCode')}</Text>
        <PinInput
          length={6}
          placeholder=""
          type="number"
          oneTimeCode
          value={code}
          onChange={setCode}
          onComplete={(value) => confirming.mutate(value)}
          disabled={confirming.isPending}
          error={confirming.isError && code === ''}
          aria-label={t('secondFactor.code')}
        />
        {confirming.error && <Notice tone="bad">{problemText(confirming.error)}</Notice>}
        <Group justify="flex-end">
          <Button type="submit" loading={confirming.isPending} disabled={code.length !== 6}>
            {t('secondFactor.confirm')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
