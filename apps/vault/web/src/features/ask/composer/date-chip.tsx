import { Button, Group, Popover, Stack, TextInput } from '@mantine/core';
import type { Locale } from '@nexus/ui';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../use-scope-words.ts';
import classes from './composer.module.css';

export type DateChipProps = {
  from: string | null;
  to: string | null;
  onChange(range: { from: string | null; to: string | null }): void;
};

/** From and until which day the documents are; days are the documents' own. */
export function DateChip({ from, to, onChange }: DateChipProps) {
  const { t, i18n } = useTranslation('ask');
  const locale = i18n.language as Locale;
  const [isOpen, setOpen] = useState(false);
  const value = [
    from && t('scope.since', { day: formatDay(from, locale) }),
    to && t('scope.until', { day: formatDay(to, locale) }),
  ]
    .filter(Boolean)
    .join(' ');
  return (
    <Popover opened={isOpen} onChange={setOpen} position="top-start" trapFocus shadow="md" returnFocus>
      <Popover.Target>
        <button
          type="button"
          className={classes['chip']}
          data-set={from || to ? true : undefined}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          <span className={classes['chipLabel']}>{t('scope.date')}</span>
          {value && <b>{value}</b>}
          <IconChevronDown size={13} aria-hidden />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="md">
          <TextInput
            type="date"
            label={t('scope.from')}
            value={from ?? ''}
            max={to ?? undefined}
            onChange={(event) => onChange({ from: event.currentTarget.value || null, to })}
          />
          <TextInput
            type="date"
            label={t('scope.to')}
            value={to ?? ''}
            min={from ?? undefined}
            onChange={(event) => onChange({ from, to: event.currentTarget.value || null })}
          />
          <Group justify="space-between">
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => onChange({ from: null, to: null })}>
              {t('scope.anyDate')}
            </Button>
            <Button size="compact-sm" onClick={() => setOpen(false)}>
              {t('scope.done')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
