import { TextInput } from '@mantine/core';
import { plainText } from '@nexus/kernel/plain-text';
import { meQuery, NothingHere } from '@nexus/page';
import table from '@nexus/page/table.module.css';
import { EmptyState, formatWhen, type Locale } from '@nexus/ui';
import { IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClearanceDrawer } from './clearance-drawer.tsx';
import { type Clearance, clearancesQuery } from './clearances.queries.ts';
import { Held } from './held.tsx';
import { type LabelSet, labelSetQuery } from './label-set.queries.ts';
import classes from './labels.module.css';
import { LabelsPage } from './labels-page.tsx';

const route = getRouteApi('/signed-in/security/clearances');

/** Everybody and what they may read, given by officers alone. */
export function ClearancesPage() {
  const { t } = useTranslation('labels');
  const { person } = route.useSearch();
  const navigate = route.useNavigate();
  const { data: me } = useQuery(meQuery);
  const isOfficer = me?.roles.includes('officer') ?? false;
  const query = useQuery({ ...clearancesQuery, enabled: isOfficer });
  const set = useQuery({ ...labelSetQuery, enabled: isOfficer });
  const [wanted, setWanted] = useState('');
  if (me && !isOfficer) return <NothingHere />;
  const people = query.data ?? [];
  const found = people.filter(({ name, email }) => plainText(`${name} ${email ?? ''}`).includes(plainText(wanted)));
  const open = people.find(({ personId }) => personId === person);
  const show = (personId: string | undefined): void =>
    void navigate({ search: personId ? { person: personId } : {}, replace: true });
  return (
    <LabelsPage
      title={t('clearances.title')}
      help={t('clearances.help')}
      query={query.error || query.isPending ? query : set}
    >
      <TextInput
        type="search"
        w={{ base: '100%', xs: 300 }}
        my="md"
        aria-label={t('clearances.search')}
        placeholder={t('clearances.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {found.length === 0 && <EmptyState title={t('clearances.noMatch', { query: wanted })} />}
      {found.length > 0 && set.data && (
        <ClearanceTable people={found} all={people} set={set.data} meId={me?.id ?? ''} onOpen={show} />
      )}
      {open && set.data && (
        <ClearanceDrawer
          key={`${open.personId} ${open.version}`}
          person={open}
          set={set.data}
          isMe={open.personId === me?.id}
          onClose={() => show(undefined)}
        />
      )}
    </LabelsPage>
  );
}

type TableProps = {
  people: readonly Clearance[];
  /** Among whom those who gave clearances are named. */
  all: readonly Clearance[];
  set: LabelSet;
  meId: string;
  onOpen(personId: string): void;
};

function ClearanceTable({ people, all, set, meId, onOpen }: TableProps) {
  const { t, i18n } = useTranslation('labels');
  const givenBy = ({ isOwn, grantedBy, isSelfGranted }: Clearance): string => {
    if (!isOwn) return t('clearances.baseline');
    if (grantedBy === null) return t('clearances.byServer');
    if (isSelfGranted) return t('clearances.bySelf');
    return all.find(({ personId }) => personId === grantedBy)?.name ?? t('clearances.byFormer');
  };
  return (
    <div className={table['scroll']}>
      <table className={`${table['table']} ${classes['stacked']}`}>
        <thead>
          <tr>
            <th scope="col">{t('clearances.person')}</th>
            <th scope="col">{t('clearances.held')}</th>
            <th scope="col">{t('clearances.given')}</th>
          </tr>
        </thead>
        <tbody>
          {people.map((person) => (
            <tr key={person.personId}>
              <td>
                <button type="button" className={table['name']} onClick={() => onOpen(person.personId)}>
                  {person.name}
                  {person.personId === meId && ` (${t('clearances.you')})`}
                </button>
                <span className={classes['meta']}>{person.email}</span>
              </td>
              <td>
                <Held set={set} held={person} />
              </td>
              <td className={classes['quiet']}>
                {givenBy(person)}
                {person.grantedAt && `, ${formatWhen(person.grantedAt, i18n.language as Locale)}`}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
