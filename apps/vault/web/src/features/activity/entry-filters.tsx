import { Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import type { EntryFilter } from './activity-queries.ts';
import { dayOf, endOfDay, startOfDay } from './day-range.ts';
import { useActionText } from './entry-text.ts';

export type EntryFiltersProps = {
  filter: EntryFilter;
  onChange(filter: EntryFilter): void;
  people: ReadonlyMap<string, string>;
  spaces: ReadonlyMap<string, string>;
};

export function EntryFilters({ filter, onChange, people, spaces }: EntryFiltersProps) {
  const { t } = useTranslation('activity');
  const actionText = useActionText();
  const nouns = t('actions', { returnObjects: true }) as Record<string, Record<string, string>>;
  const actions = Object.entries(nouns).map(([noun, verbs]) => ({
    group: t(`nouns.${noun}`),
    items: Object.keys(verbs).map((verb) => ({ value: `${noun}.${verb}`, label: actionText(`${noun}.${verb}`) })),
  }));
  const options = (names: ReadonlyMap<string, string>) => [...names].map(([value, label]) => ({ value, label }));

  function set<Key extends keyof EntryFilter>(key: Key, value: EntryFilter[Key] | null): void {
    const { [key]: _, ...others } = filter;
    onChange(value ? { ...others, [key]: value } : others);
  }

  return (
    <div className={classes['filters']}>
      <Select
        label={t('log.filters.action')}
        placeholder={t('log.filters.anyAction')}
        data={actions}
        value={filter.action ?? null}
        onChange={(value) => set('action', value as EntryFilter['action'] | null)}
        searchable
        clearable
      />
      <Select
        label={t('log.filters.person')}
        placeholder={t('log.filters.anyPerson')}
        data={options(withChosen(people, filter.personId))}
        value={filter.personId ?? null}
        onChange={(value) => set('personId', value)}
        searchable
        clearable
      />
      <Select
        label={t('log.filters.space')}
        placeholder={t('log.filters.anySpace')}
        data={options(spaces)}
        value={filter.spaceId ?? null}
        onChange={(value) => set('spaceId', value)}
        searchable
        clearable
      />
      <Select
        label={t('log.filters.outcome')}
        placeholder={t('log.filters.anyOutcome')}
        data={(['success', 'denied', 'failed'] as const).map((value) => ({ value, label: t(`outcomes.${value}`) }))}
        value={filter.outcome ?? null}
        onChange={(value) => set('outcome', value as EntryFilter['outcome'] | null)}
        clearable
      />
      <TextInput
        type="date"
        label={t('log.filters.from')}
        value={filter.from ? dayOf(new Date(filter.from)) : ''}
        onChange={(event) => set('from', startOfDay(event.currentTarget.value))}
      />
      <TextInput
        type="date"
        label={t('log.filters.to')}
        value={filter.to ? dayOf(new Date(Date.parse(filter.to) - 1)) : ''}
        onChange={(event) => set('to', endOfDay(event.currentTarget.value))}
      />
    </div>
  );
}

/** A person who was chosen from a row stays choosable, named by id where no name is known. */
function withChosen(people: ReadonlyMap<string, string>, chosen: string | undefined): ReadonlyMap<string, string> {
  return chosen && !people.has(chosen) ? new Map([...people, [chosen, chosen.slice(0, 8)]]) : people;
}
