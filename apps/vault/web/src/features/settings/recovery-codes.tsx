import { Button, Checkbox, CopyButton, Group, Stack } from '@mantine/core';
import { printSheets } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { IconCheck, IconCopy, IconDownload, IconPrinter } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './recovery-codes.module.css';

/** Shown once. The way on opens when the reader says that they are kept. */
export function RecoveryCodes({ codes, onKept }: { codes: readonly string[]; onKept(): void }) {
  const { t } = useTranslation('settings');
  const { t: tApp } = useTranslation('app');
  const [areKept, setKept] = useState(false);
  const text = `${t('secondFactor.codesFile')}\n\n${codes.join('\n')}\n`;

  function download(): void {
    const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = 'nexus-recovery-codes.txt';
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
  }

  return (
    <Stack>
      <Notice tone="warn">{t('secondFactor.codesOnce')}</Notice>
      <ol className={classes['codes']}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <Group>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button
              variant="default"
              size="xs"
              onClick={copy}
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
            >
              {copied ? tApp('common.copied') : tApp('common.copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" size="xs" onClick={download} leftSection={<IconDownload size={14} />}>
          {t('secondFactor.download')}
        </Button>
        <Button variant="default" size="xs" onClick={() => printSheets([text])} leftSection={<IconPrinter size={14} />}>
          {t('secondFactor.print')}
        </Button>
      </Group>
      <Checkbox
        label={t('secondFactor.kept')}
        checked={areKept}
        onChange={(event) => setKept(event.currentTarget.checked)}
      />
      <Group justify="flex-end">
        <Button onClick={onKept} disabled={!areKept}>
          {t('secondFactor.finish')}
        </Button>
      </Group>
    </Stack>
  );
}
