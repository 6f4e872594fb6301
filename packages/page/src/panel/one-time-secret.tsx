import { Button, CopyButton, Stack, Textarea } from '@mantine/core';
import { Notice } from '@nexus/ui';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './panel.module.css';

export type OneTimeSecretProps = { label: string; value: string; help: string };

/** Something that is shown once and never again. Without https the clipboard may refuse, so the text can be selected too. */
export function OneTimeSecret({ label, value, help }: OneTimeSecretProps) {
  const { t } = useTranslation('page');
  return (
    <Stack gap="sm">
      <Notice tone="warn">{help}</Notice>
      <Textarea
        label={label}
        value={value}
        readOnly
        autosize
        minRows={1}
        maxRows={12}
        classNames={{ input: classes['secret']! }}
        onFocus={(event) => event.currentTarget.select()}
      />
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Button
            variant="default"
            onClick={copy}
            leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            style={{ alignSelf: 'flex-start' }}
          >
            {copied ? t('common.copied') : t('common.copy')}
          </Button>
        )}
      </CopyButton>
    </Stack>
  );
}
