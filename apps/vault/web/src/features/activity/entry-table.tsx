import { Skeleton } from '@mantine/core';
import { formatTime, type Locale, StateDot } from '@nexus/ui';
import { useTranslation } from 'react-i18next';
import classes from './activity.module.css';
import type { Entry } from './activity-queries.ts';
import { outcomeTones, useActionText, useActorText } from './entry-text.ts';

export type EntryTableProps = {
  entries: readonly Entry[];
  isPending: boolean;
  people: ReadonlyMap<string, string>;
  spaces: ReadonlyMap<string, string>;
  onOpen(id: string): void;
};

const columns = ['time', 'who', 'action', 'outcome', 'space'] as const;

export function EntryTable({ entries, isPending, people, spaces, onOpen }: EntryTableProps) {
  const { t, i18n } = useTranslation('activity');
  const locale = i18n.language as Locale;
  const actionText = useActionText();
  const actorText = useActorText(people);
  return (
    <div className={classes['scroll']}>
      <table className={classes['table']} aria-busy={isPending}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`log.columns.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {isPending &&
            [1, 2, 3, 4, 5, 6].map((row) => (
              <tr key={row}>
                <td colSpan={columns.length}>
                  <Skeleton height={20} radius="sm" />
                </td>
              </tr>
            ))}
          {entries.map((entry) => (
            <tr key={entry.id}>
              <td className={classes['time']} title={formatTime(entry.recordedAt, locale)}>
                {shortTime(entry.recordedAt, locale)}
              </td>
              <td>{actorText(entry.actor)}</td>
              <td>
                <button type="button" className={classes['entry']} onClick={() => onOpen(entry.id)}>
                  {actionText(entry.action)}
                </button>
              </td>
              <td>
                <StateDot tone={outcomeTones[entry.outcome]}>{t(`outcomes.${entry.outcome}`)}</StateDot>
              </td>
              <td className={classes['meta']}>
                {entry.spaceId ? (spaces.get(entry.spaceId) ?? entry.spaceId.slice(0, 8)) : '—'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** To the second: what happened first matters in a log. */
function shortTime(time: string, locale: Locale): string {
  return new Date(time).toLocaleString(locale, {
    day: '2-digit',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
}
