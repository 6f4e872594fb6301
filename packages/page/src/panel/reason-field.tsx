import { Textarea } from '@mantine/core';

export type ReasonFieldProps = {
  label: string;
  description?: string;
  value: string;
  onChange(value: string): void;
  required?: boolean;
  /** Where a dialog begins. */
  isFirst?: boolean;
};

/** Why somebody does something, for whoever reads the log later: a few lines, as long as the server takes. */
export function ReasonField({ onChange, isFirst = false, ...field }: ReasonFieldProps) {
  return (
    <Textarea
      {...field}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={2_000}
      autosize
      minRows={2}
      maxRows={6}
      {...(isFirst ? { 'data-autofocus': true } : {})}
    />
  );
}
