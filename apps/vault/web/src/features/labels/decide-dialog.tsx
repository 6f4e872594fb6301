import { Button, Modal, Stack, Text } from '@mantine/core';
import { DialogFoot, ReasonField, useReturnFocus } from '@nexus/page';
import { type Locale, labelText } from '@nexus/ui';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LabelRequest, useLabelChanges } from '../../app/labels/requests.queries.ts';

export type DecideDialogProps = {
  request: LabelRequest;
  name: string;
  decision: 'approve' | 'reject';
  onClose(): void;
};

/** The second person's word, with a note for whoever reads the log later. */
export function DecideDialog({ request, name, decision, onClose }: DecideDialogProps) {
  const { t, i18n } = useTranslation('labels');
  const { t: tApp } = useTranslation('app');
  useReturnFocus();
  const changes = useLabelChanges();
  const [note, setNote] = useState('');
  const decide = useMutation({ mutationFn: () => changes.decide(request, decision, note), onSuccess: onClose });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(`requests.${decision}Title`)}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <Stack>
        <Text>
          {t(`requests.${decision}Help`, {
            name,
            from: labelText(request.from, i18n.language as Locale),
            to: labelText(request.to, i18n.language as Locale),
          })}
        </Text>
        <ReasonField label={t('requests.noteField')} value={note} onChange={setNote} isFirst />
        <DialogFoot error={decide.error} onClose={onClose}>
          <Button loading={decide.isPending} onClick={() => decide.mutate()}>
            {t(`requests.${decision}`)}
          </Button>
        </DialogFoot>
      </Stack>
    </Modal>
  );
}
