import { Modal, Stack, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import panel from '@nexus/page/panel.module.css';
import { DangerButton } from '@nexus/ui';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

export type TypedConfirmProps = {
  title: string;
  verb: string;
  /** What has to be typed. */
  typed: string;
  /** More that has to be filled in. */
  isReady?: boolean;
  onConfirm(): Promise<unknown>;
  onClose(): void;
  children: ReactNode;
};

/** Before what nobody can take back: says what is lost, and asks for its name. */
export function TypedConfirm({ title, verb, typed, isReady = true, onConfirm, onClose, children }: TypedConfirmProps) {
  const { t } = useTranslation('security');
  const { t: tApp } = useTranslation('app');
  const [text, setText] = useState('');
  const doing = useMutation({ mutationFn: onConfirm, onSuccess: onClose });
  const isTyped = text.trim() === typed;

  function confirm(event: FormEvent): void {
    event.preventDefault();
    if (isTyped && isReady) doing.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={title} size="lg" closeButtonProps={{ 'aria-label': tApp('common.close') }}>
      <form onSubmit={confirm}>
        <Stack>
          <div className={panel['said']}>{children}</div>
          <TextInput
            label={t('keys.type', { typed })}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            autoComplete="off"
            spellCheck={false}
          />
          <DialogFoot error={doing.error} onClose={onClose}>
            <DangerButton type="submit" loading={doing.isPending} disabled={!isTyped || !isReady}>
              {verb}
            </DangerButton>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
