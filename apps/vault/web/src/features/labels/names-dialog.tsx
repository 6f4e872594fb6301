import { Button, Modal, Stack, TextInput } from '@mantine/core';
import { DialogFoot, useReturnFocus } from '@nexus/page';
import type { FormEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What a level, a compartment or a group is called, and its short form for marks. */
export type Names = { text: { es: string; en: string }; mark: string };
export const noNames: Names = { text: { es: '', en: '' }, mark: '' };

export type NamesDialogProps = {
  title: string;
  names: Names;
  isReady?: boolean;
  saving: { isPending: boolean; error: unknown };
  onSave(): void;
  onClose(): void;
  children: ReactNode;
};

export function NamesDialog({ title, names, isReady = true, saving, onSave, onClose, children }: NamesDialogProps) {
  const { t } = useTranslation('app');
  useReturnFocus();
  const isNamed = [names.text.es, names.text.en, names.mark].every((word) => word.trim() !== '');
  function submit(event: FormEvent): void {
    event.preventDefault();
    onSave();
  }
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <form onSubmit={submit}>
        <Stack>
          {children}
          <DialogFoot error={saving.error} onClose={onClose}>
            <Button type="submit" loading={saving.isPending} disabled={!isNamed || !isReady}>
              {t('common.save')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}

/** Both languages, because a banner is written in the reader's; official markings have the same words in both. */
export function NamesFields({ names, onChange }: { names: Names; onChange(names: Names): void }) {
  const { t } = useTranslation('labels');
  const word = (language: 'es' | 'en', text: string): void =>
    onChange({ ...names, text: { ...names.text, [language]: text } });
  return (
    <>
      <TextInput
        label={t('names.es')}
        value={names.text.es}
        maxLength={60}
        autoComplete="off"
        data-autofocus
        required
        onChange={(event) => word('es', event.currentTarget.value)}
      />
      <TextInput
        label={t('names.en')}
        value={names.text.en}
        maxLength={60}
        autoComplete="off"
        required
        onChange={(event) => word('en', event.currentTarget.value)}
      />
      <TextInput
        label={t('names.mark')}
        description={t('names.markHelp')}
        value={names.mark}
        maxLength={12}
        autoComplete="off"
        required
        onChange={(event) => onChange({ ...names, mark: event.currentTarget.value })}
      />
    </>
  );
}
