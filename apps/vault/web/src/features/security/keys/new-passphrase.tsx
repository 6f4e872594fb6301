import { Button, Group, PasswordInput, Stack, Text } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MethodFormProps } from './method-form.ts';

const shortest = 16;

/** Twice, because a slip of the finger in a passphrase that nobody sees would lock everybody out. */
export function NewPassphrase({ isPending, error, onCreate, onCancel }: MethodFormProps) {
  const { t } = useTranslation('security');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const isShort = passphrase.length < shortest;
  const differs = again !== '' && again !== passphrase;

  function create(event: FormEvent): void {
    event.preventDefault();
    if (!isShort && again === passphrase) onCreate({ kind: 'passphrase', passphrase });
  }

  return (
    <form onSubmit={create}>
      <Stack>
        <Text component="p">{t('keys.passphrase.help')}</Text>
        <PasswordInput
          label={t('keys.passphrase.label')}
          description={t('keys.passphrase.rule', { count: shortest })}
          value={passphrase}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
          autoComplete="new-password"
          maxLength={1_024}
          required
          data-autofocus
        />
        <PasswordInput
          label={t('keys.passphrase.again')}
          value={again}
          onChange={(event) => setAgain(event.currentTarget.value)}
          error={differs ? t('keys.passphrase.differs') : null}
          autoComplete="new-password"
          maxLength={1_024}
          required
        />
        {error !== null && <Notice tone="bad">{problemText(error)}</Notice>}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {tApp('common.cancel')}
          </Button>
          <Button type="submit" loading={isPending} disabled={isShort || again !== passphrase}>
            {t('keys.passphrase.set')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
