import { ActionIcon } from '@mantine/core';
import { copyText } from '@nexus/page';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';

/** A value that is compared sign by sign elsewhere: nobody types it. */
export function CopyableCode({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation('activity');
  const [isCopied, setIsCopied] = useState(false);
  return (
    <span className={classes['copyable']}>
      <span className={classes['code']}>{text}</span>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="sm"
        aria-label={t(isCopied ? 'health.copied' : 'health.copy', { what: label })}
        onClick={async () => setIsCopied(await copyText(text))}
      >
        {isCopied ? <IconCheck size={14} /> : <IconCopy size={14} />}
      </ActionIcon>
    </span>
  );
}
