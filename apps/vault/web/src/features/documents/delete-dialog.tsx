import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useReturnFocus } from '@nexus/page';
import { DangerButton, formatBytes, formatNumber, type Locale, Notice } from '@nexus/ui';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './documents.module.css';
import type { WhatGoes } from './what-goes.ts';

export type DeleteDialogProps = { goes: WhatGoes; onClose(): void; onDelete(): void };

/** From so many documents on, a click alone is not enough. */
const manyDocuments = 5;
const namesShown = 5;

/** Says what will be lost before it is; many documents ask for their number. */
export function DeleteDialog({ goes, onClose, onDelete }: DeleteDialogProps) {
  const { t, i18n } = useTranslation('documents');
  useReturnFocus();
  const [typed, setTyped] = useState('');
  const locale = i18n.language as Locale;
  const { deletable, kept, attachments, parts, sizeBytes } = goes;
  const count = deletable.length;
  const isMany = count >= manyDocuments;
  const isSure = !isMany || typed.replaceAll(/\D/g, '') === String(count);
  return (
    <Modal
      opened
      onClose={onClose}
      closeButtonProps={{ 'aria-label': t('close') }}
      title={t('delete.title', { count, number: formatNumber(count, locale) })}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isSure && count > 0) onDelete();
        }}
      >
        <Stack>
          {count > 0 && (
            <>
              <ul className={classes['names']}>
                {deletable.slice(0, namesShown).map(({ id, fileName }) => (
                  <li key={id}>{fileName}</li>
                ))}
                {count > namesShown && (
                  <li>
                    {t('delete.more', { count: count - namesShown, number: formatNumber(count - namesShown, locale) })}
                  </li>
                )}
              </ul>
              <Text>
                {t('delete.lost', { parts: formatNumber(parts, locale), size: formatBytes(sizeBytes, locale) })}{' '}
                {attachments > 0 && t('delete.attachments', { count: attachments })} {t('delete.consequence')}
              </Text>
            </>
          )}
          {kept > 0 && <Notice tone="warn">{t('delete.kept', { count: kept })}</Notice>}
          {isMany && (
            <TextInput
              label={t('delete.typeNumber', { number: count })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              inputMode="numeric"
              autoComplete="off"
              data-autofocus
            />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('delete.keep')}
            </Button>
            {count > 0 && (
              <DangerButton type="submit" disabled={!isSure}>
                {t('delete.confirm')}
              </DangerButton>
            )}
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
