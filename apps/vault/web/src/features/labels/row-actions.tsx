import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './labels.module.css';

export type RowActionsProps = {
  /** What the row is about, for whoever hears the button instead of seeing the row. */
  name: string;
  mayRemove: boolean;
  onChange(): void;
  onRemove(): void;
};

/** What can be done to one part of a label set. */
export function RowActions({ name, mayRemove, onChange, onRemove }: RowActionsProps) {
  const { t } = useTranslation('labels');
  return (
    <span className={classes['rowActions']}>
      <Button size="compact-sm" variant="subtle" color="gray" onClick={onChange}>
        {t('change')}
      </Button>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        disabled={!mayRemove}
        aria-label={t('removeNamed', { name })}
        onClick={onRemove}
      >
        {t('remove')}
      </Button>
    </span>
  );
}
