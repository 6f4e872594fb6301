import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { DialogFoot, ReasonField, useReturnFocus } from '@nexus/page';
import { Notice } from '@nexus/ui';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Badge } from '../../app/labels/label.tsx';
import { isCovered } from '../../app/labels/label-order.ts';
import { isUsable, LabelPicker, lowestLabel, partsOf } from '../../app/labels/label-picker.tsx';
import { ensureLabel, type LabelParts, usableLabelsQuery } from '../../app/labels/labels.queries.ts';
import { useLabelChanges } from '../../app/labels/requests.queries.ts';
import { spacesQuery } from '../../app/queries.ts';
import type { DocumentDetails } from '../../app/viewer/document-queries.ts';

export type RelabelDialogProps = {
  document: DocumentDetails;
  role: 'owner' | 'analyst' | 'reader';
  onClose(): void;
};

/** Another label for a document: a higher one at once, by who owns the space; any other by two people, with a reason. */
export function RelabelDialog({ document, role, onClose }: RelabelDialogProps) {
  const { t } = useTranslation('viewer');
  const { t: tApp } = useTranslation('app');
  useReturnFocus();
  const changes = useLabelChanges();
  const { data: usable, error } = useQuery(usableLabelsQuery);
  const { data: spaces } = useQuery(spacesQuery);
  const [chosen, setChosen] = useState<LabelParts | null>(null);
  const [reason, setReason] = useState('');
  const present = partsOf(usable, document.labelId);
  const ceiling = partsOf(usable, spaces?.find(({ id }) => id === document.spaceId)?.ceilingLabelId);
  const value = chosen ?? present ?? (usable && lowestLabel(usable));
  const change = useMutation({
    mutationFn: async (parts: LabelParts) => {
      const { id } = await ensureLabel(parts);
      await changes.relabel(document.id, id, reason.trim() || undefined);
    },
    onSuccess: onClose,
  });
  const isSame = Boolean(usable && value && present && isEqual(usable, value, present));
  const isRaise = Boolean(usable && value && present && isCovered(usable, present, value));
  const mayDo = isRaise ? role === 'owner' : role !== 'reader';
  const problem = error ?? change.error;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('relabel.title')}
      closeButtonProps={{ 'aria-label': tApp('common.close') }}
    >
      <Stack>
        <Group gap="sm">
          <Text fz="sm" c="dimmed">
            {t('relabel.present')}
          </Text>
          <Badge label={document.label} />
        </Group>
        {usable && value ? (
          <LabelPicker usable={usable} ceiling={ceiling} value={value} onChange={setChosen} />
        ) : (
          !error && <Skeleton height={180} />
        )}
        {!isSame && value && (
          <Notice tone={mayDo ? 'plain' : 'warn'} title={t(isRaise ? 'relabel.raise' : 'relabel.lower')}>
            {t(isRaise ? (mayDo ? 'relabel.raiseHelp' : 'relabel.raiseByOwner') : 'relabel.lowerHelp')}
          </Notice>
        )}
        {!isSame && mayDo && (
          <ReasonField
            label={t(isRaise ? 'relabel.reasonOptional' : 'relabel.reason')}
            value={reason}
            onChange={setReason}
            required={!isRaise}
          />
        )}
        <DialogFoot error={problem} onClose={onClose}>
          <Button
            loading={change.isPending}
            disabled={
              !usable || !value || isSame || !mayDo || !isUsable(usable, value, ceiling) || (!isRaise && !reason.trim())
            }
            onClick={() => value && change.mutate(value)}
          >
            {t(isSame ? 'relabel.action' : isRaise ? 'relabel.do' : 'relabel.ask')}
          </Button>
        </DialogFoot>
      </Stack>
    </Modal>
  );
}

function isEqual(order: Parameters<typeof isCovered>[0], a: LabelParts, b: LabelParts): boolean {
  return isCovered(order, a, b) && isCovered(order, b, a);
}
