import { ActionIcon } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { FindState } from './find/use-find.ts';
import classes from './view-tools.module.css';

/** What can be done with a text or a sheet. */
export function ViewTools({ find, children }: { find: FindState; children?: ReactNode }) {
  const { t } = useTranslation('viewer');
  return (
    <div className={classes['bar']} role="toolbar" aria-label={t('tools')}>
      {children}
      <span className={classes['push']} />
      <ActionIcon variant="subtle" color="gray" aria-label={t('find.open')} title={t('find.open')} onClick={find.open}>
        <IconSearch size={18} />
      </ActionIcon>
    </div>
  );
}
