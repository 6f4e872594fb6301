import table from '@nexus/page/table.module.css';
import { formatWhen, type Locale, StateDot, type StateTone } from '@nexus/ui';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Person } from '../../app/people-queries.ts';
import { identitiesQuery } from './access/access-queries.ts';
import classes from './people-table.module.css';

export const stateTones: Record<Person['state'], StateTone> = { active: 'ok', invited: 'busy', suspended: 'bad' };

export type PeopleTableProps = { people: readonly Person[]; meId: string; onOpen(id: string): void };

export function PeopleTable({ people, meId, onOpen }: PeopleTableProps) {
  const { t, i18n } = useTranslation('settings');
  const { data: identities = [] } = useQuery(identitiesQuery);
  const sources = new Map(identities.map(({ personId, sourceName }) => [personId, sourceName]));
  return (
    <div className={table['scroll']}>
      <table className={table['table']}>
        <thead>
          <tr>
            <th scope="col">{t('people.columns.name')}</th>
            <th scope="col">{t('people.columns.state')}</th>
            <th scope="col">{t('people.columns.roles')}</th>
            <th scope="col" className={classes['since']}>
              {t('people.columns.since')}
            </th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.id}>
              <td>
                <button type="button" className={table['name']} onClick={() => onOpen(person.id)}>
                  {person.name}
                  {person.id === meId && ` (${t('people.you')})`}
                </button>
                <span className={classes['meta']}>
                  {[person.email ?? t('people.demo'), sources.get(person.id)].filter(Boolean).join(' · ')}
                </span>
              </td>
              <td>
                <StateDot tone={stateTones[person.state]}>{t(`people.states.${person.state}`)}</StateDot>
              </td>
              <td>{person.roles.map((role) => t(`roles.${role}.name`)).join(', ') || '—'}</td>
              <td className={classes['since']}>{formatWhen(person.createdAt, i18n.language as Locale)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
