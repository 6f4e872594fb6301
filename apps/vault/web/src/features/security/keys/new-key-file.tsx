import { Button, Group, Stack, Text } from '@mantine/core';
import { useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import type { MethodFormProps } from './method-form.ts';

export function NewKeyFile({ isPending, error, onCreate, onCancel }: MethodFormProps) {
  const { t } = useTranslation('security');
  const { t: tApp } = useTranslation('app');
  const problemText = useProblemText();
  return (
    <Stack>
      <Text component="p">{t('keys.keyFile.help')}</Text>
      {error !== null && <Notice tone="bad">{problemText(error)}</Notice>}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          {tApp('common.cancel')}
        </Button>
        <Button loading={isPending} onClick={() => onCreate({ kind: 'keyFile' })} data-autofocus>
          {t('keys.keyFile.create')}
        </Button>
      </Group>
    </Stack>
  );
}
