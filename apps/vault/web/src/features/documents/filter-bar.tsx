import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { plainText } from '@nexus/kernel/plain-text';
import { formatNumber, type Locale, labelText } from '@nexus/ui';
import { IconCheck, IconSearch } from '@tabler/icons-react';
import { memo, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DocumentRow, type Filter, isPartlyRead } from '../../app/listing/document-rows.ts';
import { formatText } from './cells.ts';
import classes from './documents.module.css';
import type { Listing } from './listing/load-listing.ts';

export type FilterBarProps = { listing: Listing; filter: Filter; onFilter(filter: Filter): void };

type Option = { value: string; label: string; count?: number };

const filterStates = ['ready', 'partial', 'failed', 'reading', 'queued', 'cancelled'] as const;
const mostShown = 100;
/** In place of a label: documents whose own markings ask for another one. */
const suggestedFilter = 'suggested';
/** The option that takes the filter away; no value of a filter is empty. */
const everything = '';

/** What is shown, as chips: state, kind, label, folder, and a text that names must hold. */
export const FilterBar = memo(function FilterBar({ listing, filter, onFilter }: FilterBarProps) {
  const { t, i18n } = useTranslation('documents');
  const counts = useMemo(() => countRows(listing), [listing]);
  const stateOptions = filterStates
    .filter((state) => counts.states.has(state) || filter.state === state)
    .map((state) => ({ value: state, label: t(`state.${state}`), count: counts.states.get(state) ?? 0 }));
  const formatOptions = [...counts.formats]
    .sort(([, a], [, b]) => b - a)
    .map(([format, count]) => ({ value: format, label: formatText(format, t), count }));
  const labelOptions = [
    ...[...counts.labels]
      .flatMap(([id, count]) => ({ label: listing.store.labelOf(id), count }))
      .flatMap(({ label, count }) => (label ? [{ label, count }] : []))
      .sort((a, b) => a.label.rank - b.label.rank || (a.label.text < b.label.text ? -1 : 1))
      .map(({ label, count }) => ({
        value: label.id,
        label: `${label.portionMark} ${labelText(label, i18n.language as Locale)}`,
        count,
      })),
    ...(counts.suggested > 0 || filter.label === suggestedFilter
      ? [{ value: suggestedFilter, label: t('filter.suggested'), count: counts.suggested }]
      : []),
  ];
  const folderOptions = useMemo(
    () => listing.store.folderList().map(({ id, path }) => ({ value: id, label: path })),
    [listing],
  );
  return (
    <>
      <Chip
        name={t('filter.state')}
        value={filter.state}
        options={stateOptions}
        onChange={(state) => onFilter({ ...filter, state: state as Filter['state'] })}
      />
      <Chip
        name={t('filter.format')}
        value={filter.format}
        options={formatOptions}
        onChange={(format) => onFilter({ ...filter, format })}
      />
      {(labelOptions.length > 1 || filter.label) && (
        <Chip
          name={t('filter.label')}
          value={filter.label}
          options={labelOptions}
          onChange={(label) => onFilter({ ...filter, label })}
        />
      )}
      {(folderOptions.length > 0 || filter.folderId) && (
        <Chip
          name={t('filter.folder')}
          value={filter.folderId}
          options={folderOptions}
          onChange={(folderId) => onFilter({ ...filter, folderId })}
        />
      )}
      <NameFilter value={filter.name ?? ''} onChange={(name) => onFilter({ ...filter, name: name || undefined })} />
    </>
  );
});

type ChipProps = {
  name: string;
  value: string | undefined;
  options: readonly Option[];
  onChange(value: string | undefined): void;
};

function Chip({ name, value, options, onChange }: ChipProps) {
  const { t } = useTranslation('documents');
  const [search, setSearch] = useState('');
  const hasSearch = options.length > 12;
  const list = useCombobox({
    onDropdownClose: () => {
      list.resetSelectedOption();
      setSearch('');
    },
    onDropdownOpen: () => (hasSearch ? list.focusSearchInput() : list.selectActiveOption()),
  });
  const shown = options.filter(({ label }) => plainText(label).includes(plainText(search)));
  const chosen = options.find((option) => option.value === value);
  return (
    <Combobox
      store={list}
      position="bottom-start"
      width={260}
      onOptionSubmit={(submitted) => {
        onChange(submitted === everything ? undefined : submitted);
        list.closeDropdown();
      }}
    >
      <Combobox.Target targetType="button">
        <button
          type="button"
          className={classes['chip']}
          data-set={value === undefined ? undefined : true}
          onClick={() => list.toggleDropdown()}
        >
          {name} <strong>{value === undefined ? t('filter.all') : (chosen?.label ?? value)}</strong>
        </button>
      </Combobox.Target>
      <Combobox.Dropdown>
        {hasSearch && (
          <Combobox.Search
            aria-label={t('filter.find')}
            placeholder={t('filter.find')}
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value);
              list.updateSelectedOptionIndex();
            }}
          />
        )}
        <Combobox.Options mah={320} tabIndex={0} className={classes['options']!} aria-label={name}>
          <Combobox.Option value={everything} active={value === undefined} className={classes['option']!}>
            {t('filter.all')}
            {value === undefined && <IconCheck size={14} aria-hidden />}
          </Combobox.Option>
          {shown.slice(0, mostShown).map((option) => (
            <Combobox.Option
              key={option.value}
              value={option.value}
              active={option.value === value}
              className={classes['option']!}
            >
              {option.label}
              {option.value === value ? <IconCheck size={14} aria-hidden /> : <Count count={option.count} />}
            </Combobox.Option>
          ))}
        </Combobox.Options>
        {shown.length > mostShown && (
          <Combobox.Footer>{t('filter.more', { count: shown.length - mostShown })}</Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

function Count({ count }: { count: number | undefined }) {
  const { i18n } = useTranslation('documents');
  if (count === undefined) return null;
  return <span className={classes['count']}>{formatNumber(count, i18n.language as Locale)}</span>;
}

/** Typing is answered at once; the address follows when the fingers rest. */
function NameFilter({ value, onChange }: { value: string; onChange(value: string): void }) {
  const { t } = useTranslation('documents');
  const [typed, setTyped] = useState(value);
  const settle = useDebouncedCallback(onChange, 120);
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      size="xs"
      radius="xl"
      className={classes['textFilter']!}
      leftSection={<IconSearch size={14} aria-hidden />}
      aria-label={t('filter.name')}
      placeholder={t('filter.name')}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value);
        settle(event.currentTarget.value);
      }}
      rightSection={
        typed !== '' && (
          <CloseButton
            size="sm"
            aria-label={t('filter.clearName')}
            onClick={() => {
              setTyped('');
              onChange('');
            }}
          />
        )
      }
    />
  );
}

function countRows(listing: Listing) {
  const counted = {
    states: new Map<string, number>(),
    formats: new Map<string, number>(),
    labels: new Map<string, number>(),
    suggested: 0,
  };
  const add = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const count = (row: DocumentRow): void => {
    add(counted.states, row.state);
    if (isPartlyRead(row)) add(counted.states, 'partial');
    if (row.format) add(counted.formats, row.format);
    add(counted.labels, row.labelId);
    if (row.hasSuggestion) counted.suggested += 1;
  };
  listing.store.all().forEach(count);
  return counted;
}
