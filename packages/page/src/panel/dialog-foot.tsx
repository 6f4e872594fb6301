import { Button, Group } from '@mantine/core';
import { Notice } from '@nexus/ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemText } from '../problem-text.ts';

export type DialogFootProps = {
  /** Why it could not be done; the dialog stays open. */
  error: unknown;
  onClose(): void;
  /** The button that does it. */
  children: ReactNode;
};

/** How a dialog ends: what went wrong, the way out, and the verb. */
export function DialogFoot({ error, onClose, children }: DialogFootProps) {
  const { t } = useTranslation('page');
  const problemText = useProblemText();
  return (
    <>
      {error ? <Notice tone="bad">{problemText(error)}</Notice> : null}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        {children}
      </Group>
    </>
  );
}
