import { Button, Modal, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DialogFoot } from './dialog-foot.tsx';
import classes from './panel.module.css';

export type ConfirmDialogProps = {
  title: string;
  /** What will be lost, by name. */
  children: ReactNode;
  /** The verb of the button. */
  verb: string;
  isDestructive?: boolean;
  onConfirm(): Promise<unknown>;
  onClose(): void;
};

/** Asks before something that cannot be taken back; stays open, with the reason, when it fails. */
export function ConfirmDialog({ title, children, verb, isDestructive = true, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation('page');
  const doing = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        <div className={classes['said']}>{children}</div>
        <DialogFoot error={doing.error} onClose={onClose}>
          <Button
            {...(isDestructive ? { color: 'red' } : {})}
            loading={doing.isPending}
            onClick={() => doing.mutate()}
            data-autofocus
          >
            {verb}
          </Button>
        </DialogFoot>
      </Stack>
    </Modal>
  );
}
