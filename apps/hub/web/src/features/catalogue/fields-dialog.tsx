import { Button, Modal, NativeSelect, Stack, TextInput } from '@mantine/core';
import { DialogFoot } from '@nexus/page';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CreationHeader, useCreation } from '../../app/use-creation.ts';

export type Field = {
  name: string;
  /** Choices with their words; without them it is a line of text. */
  choices?: readonly { value: string; label: string }[];
  start?: string;
  maxLength?: number;
  isOptional?: boolean;
  /** Shown only then. */
  when?(values: Record<string, string>): boolean;
};

export type FieldsDialogProps = {
  title: string;
  fields: readonly Field[];
  onAdd(header: CreationHeader, values: Record<string, string>): Promise<unknown>;
  onDone(): unknown;
  onClose(): void;
};

/** A new thing of the catalogue: its fields one below the other. */
export function FieldsDialog({ title, fields, onAdd, onDone, onClose }: FieldsDialogProps) {
  const { t } = useTranslation('catalogue');
  const { t: word } = useTranslation('app');
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(fields.map(({ name, start, choices }) => [name, start ?? choices?.[0]?.value ?? ''])),
  );
  const adding = useCreation((header) => onAdd(header, values), onDone);

  function add(event: FormEvent): void {
    event.preventDefault();
    adding.mutate();
  }

  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': word('common.close') }}>
      <form onSubmit={add}>
        <Stack>
          {fields
            .filter(({ when }) => when === undefined || when(values))
            .map(({ name, choices, maxLength = 200, isOptional = false }, index) => {
              const shared = {
                key: name,
                label: t(`fields.${name}`),
                value: values[name]!,
                onChange: (event: { currentTarget: { value: string } }) =>
                  setValues({ ...values, [name]: event.currentTarget.value }),
                required: !isOptional,
                ...(index === 0 ? { 'data-autofocus': true } : {}),
              };
              const { key, ...props } = shared;
              return choices ? (
                <NativeSelect key={key} {...props} data={[...choices]} />
              ) : (
                <TextInput key={key} {...props} maxLength={maxLength} />
              );
            })}
          <DialogFoot error={adding.error} onClose={onClose}>
            <Button type="submit" loading={adding.isPending}>
              {t('add')}
            </Button>
          </DialogFoot>
        </Stack>
      </form>
    </Modal>
  );
}
