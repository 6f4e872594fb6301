import { ActionIcon, TextInput } from '@mantine/core';
import { formatNumber, type Locale } from '@nexus/ui';
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './find-bar.module.css';
import type { FindState } from './use-find.ts';

/** Words to find, how often they stand there, and the way from one to the next. */
export function FindBar({ find }: { find: FindState }) {
  const { t, i18n } = useTranslation('viewer');
  const figure = (value: number): string => formatNumber(value, i18n.language as Locale);
  const count = (): string => {
    if (find.query.trim() === '') return '';
    if (find.isSearching) return t('find.searching');
    if (find.items.length === 0) return t('find.none');
    const total = `${figure(find.items.length)}${find.isCut ? '+' : ''}`;
    return t('find.position', { index: figure(find.index + 1), total });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') find.step(event.shiftKey ? -1 : 1);
    else if (event.key === 'Escape') find.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <search className={classes['bar']}>
      <TextInput
        className={classes['field']!}
        size="xs"
        data-autofocus
        autoFocus
        leftSection={<IconSearch size={15} aria-hidden />}
        placeholder={t('find.placeholder')}
        aria-label={t('find.placeholder')}
        value={find.query}
        onChange={(event) => find.type(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <output className={classes['count']}>{count()}</output>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('find.previous')}
        title={t('find.previous')}
        disabled={find.items.length === 0}
        onClick={() => find.step(-1)}
      >
        <IconChevronUp size={17} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('find.next')}
        title={t('find.next')}
        disabled={find.items.length === 0}
        onClick={() => find.step(1)}
      >
        <IconChevronDown size={17} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('find.close')}
        title={t('find.close')}
        onClick={find.close}
      >
        <IconX size={17} />
      </ActionIcon>
    </search>
  );
}
