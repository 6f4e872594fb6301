import { Button, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { DialogFoot, useReturnFocus } from '@nexus/page';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isUsable, LabelPicker, lowestLabel, partsOf } from './label-picker.tsx';
import { ensureLabel, type LabelParts, type LabelView, usableLabelsQuery } from './labels.queries.ts';

export type ChooseLabelDialogProps = {
  title: string;
  help?: ReactNode;
  verb: string;
  /** Where choosing begins. */
  labelId: string | null;
  ceilingLabelId?: string | null;
  onChoose(label: LabelView): unknown;
  onClose(): void;
};

/** One label out of those that the person may write. Stays open, with the reason, when it cannot be had. */
export function ChooseLabelDialog(props: ChooseLabelDialogProps) {
  const { title, help, verb, labelId, ceilingLabelId, onChoose, onClose } = props;
  const { t } = useTranslation('app');
  useReturnFocus();
  const { data: usable, error } = useQuery(usableLabelsQuery);
  const [chosen, setChosen] = useState<LabelParts | null>(null);
  const ceiling = partsOf(usable, ceilingLabelId);
  const value = chosen ?? partsOf(usable, labelId) ?? (usable && lowestLabel(usable));
  const choose = useMutation({
    mutationFn: async (parts: LabelParts) => await onChoose(await ensureLabel(parts)),
    onSuccess: onClose,
  });
  const problem = error ?? choose.error;
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Stack>
        {help && (
          <Text fz="sm" c="dimmed">
            {help}
          </Text>
        )}
        {usable && value ? (
          <LabelPicker usable={usable} ceiling={ceiling} value={value} onChange={setChosen} />
        ) : (
          !error && <Skeleton height={180} />
        )}
        <DialogFoot error={problem} onClose={onClose}>
          <Button
            loading={choose.isPending}
            disabled={!usable || !value || !isUsable(usable, value, ceiling)}
            onClick={() => value && choose.mutate(value)}
          >
            {verb}
          </Button>
        </DialogFoot>
      </Stack>
    </Modal>
  );
}
