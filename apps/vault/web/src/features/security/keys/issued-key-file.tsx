import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { saveFile, useProblemText } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

export type IssuedProps = { isPending: boolean; error: unknown; onKept(): void };

/** The file, once. It is saved and not shown: nobody types it. */
export function IssuedKeyFile({ content, isPending, error, onKept }: IssuedProps & { content: string }) {
  const { t } = useTranslation('security');
  const problemText = useProblemText();
  const [isSaved, setSaved] = useState(false);
  const [isKept, setKept] = useState(false);

  function save(): void {
    saveFile(new Blob([content], { type: 'text/plain' }), 'nexus.key');
    setSaved(true);
  }

  return (
    <Stack>
      <Notice tone="warn">{t('keys.keyFile.once')}</Notice>
      <Group>
        <Button
          variant={isSaved ? 'default' : 'filled'}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={save}
          data-autofocus
        >
          {t('keys.keyFile.save')}
        </Button>
      </Group>
      <Checkbox
        label={t('keys.keyFile.kept')}
        checked={isKept}
        disabled={!isSaved}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      {error !== null && <Notice tone="bad">{problemText(error)}</Notice>}
      <Group justify="flex-end">
        <Button disabled={!isKept} loading={isPending} onClick={onKept}>
          {t('keys.done')}
        </Button>
      </Group>
    </Stack>
  );
}
