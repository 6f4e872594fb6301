import { Button, Group, TextInput } from '@mantine/core';
import { meQuery, NothingHere, RowsState } from '@nexus/page';
import { EmptyState } from '@nexus/ui';
import { IconSearch, IconUserPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { peopleQuery } from '../../app/people-queries.ts';
import { mayListPeople, mayRunSystem } from './duties.ts';
import { findPeople } from './find-people.ts';
import { InvitePerson } from './invite-person.tsx';
import { PeopleTable } from './people-table.tsx';
import { PersonDrawer } from './person-drawer.tsx';
import { SettingsFrame } from './settings-frame.tsx';

/** Everybody who can sign in, and what they may do. */
export function PeoplePage() {
  const { t } = useTranslation('settings');
  const { data: me } = useQuery(meQuery);
  const roles = me?.roles ?? [];
  const query = useQuery({ ...peopleQuery, enabled: mayListPeople(roles) });
  const [wanted, setWanted] = useState('');
  const [openId, setOpenId] = useState<string | null>(null);
  const [isInviting, setInviting] = useState(false);
  if (me && !mayListPeople(roles)) return <NothingHere />;

  const people = query.data ?? [];
  const found = findPeople(people, wanted);
  const open = people.find(({ id }) => id === openId);
  const mayManage = mayRunSystem(roles);
  return (
    <SettingsFrame>
      <Group justify="space-between" my="lg">
        <TextInput
          type="search"
          w={{ base: '100%', xs: 300 }}
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          leftSection={<IconSearch size={16} aria-hidden />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
        {mayManage && (
          <Button leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
            {t('people.invite')}
          </Button>
        )}
      </Group>
      <RowsState query={query}>
        {found.length > 0 ? (
          <PeopleTable people={found} meId={me?.id ?? ''} onOpen={setOpenId} />
        ) : (
          <EmptyState title={wanted ? t('people.noMatch', { query: wanted }) : t('people.empty')} />
        )}
      </RowsState>
      {isInviting && <InvitePerson onClose={() => setInviting(false)} />}
      {open && (
        <PersonDrawer person={open} mayManage={mayManage} isMe={open.id === me?.id} onClose={() => setOpenId(null)} />
      )}
    </SettingsFrame>
  );
}
