import { ActionIcon, Badge, Button, Group } from '@mantine/core';
import { ConfirmDialog, meQuery, RowsState, Section } from '@nexus/page';
import { read } from '@nexus/page/api';
import panel from '@nexus/page/panel.module.css';
import table from '@nexus/page/table.module.css';
import { IconUserPlus, IconX } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { type OrganisationRole, useOwnRoles } from '../../app/own-roles.ts';
import { InviteMember } from './invite-member.tsx';

type Removal = { personId: string; name: string; role: OrganisationRole };

/** One organisation and the people who act in it. */
export function OrganisationPage() {
  const { t, i18n } = useTranslation('organisations');
  const { t: word } = useTranslation('app');
  const { organisationId } = useParams({ from: '/signed-in/organisations/$organisationId' });
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const { memberships, isOffice } = useOwnRoles();
  const [isInviting, setInviting] = useState(false);
  const [removal, setRemoval] = useState<Removal | null>(null);
  const params = { path: { organisationId } };
  const organisation = useQuery({
    queryKey: ['organisation', organisationId],
    queryFn: () => read(api.GET('/api/v1/organisations/{organisationId}', { params })),
  });
  const members = useQuery({
    queryKey: ['organisation-members', organisationId],
    queryFn: async () => (await read(api.GET('/api/v1/organisations/{organisationId}/members', { params }))).items,
  });
  const { kind } = organisation.data ?? {};
  const isAdmin = memberships.some(
    (own) => own.organisationId === organisationId && own.roles.includes('partner_admin'),
  );
  const mayChange = kind === 'network' ? isOffice('owner') : isOffice('owner', 'channel_manager') || isAdmin;
  const refresh = () => queries.invalidateQueries({ queryKey: ['organisation-members', organisationId] });

  return (
    <div className={panel['page']}>
      <RowsState query={organisation}>
        <h1>{organisation.data?.name}</h1>
        <p>
          {kind && t(`kinds.${kind}`)}
          {organisation.data?.country && ` · ${organisation.data.country}`}
          {organisation.data && ` · ${t(`states.${organisation.data.state}`)}`}
        </p>
        <Section title={t('people')} help={t('peopleHelp')}>
          {mayChange && (
            <Button mb="md" leftSection={<IconUserPlus size={16} />} onClick={() => setInviting(true)}>
              {t('invite')}
            </Button>
          )}
          <RowsState query={members}>
            <table className={table['table']}>
              <thead>
                <tr>
                  <th>{t('columns.person')}</th>
                  <th>{t('columns.roles')}</th>
                  <th>{t('columns.since')}</th>
                </tr>
              </thead>
              <tbody>
                {members.data?.map(({ personId, name, roles, since }) => (
                  <tr key={personId}>
                    <td>{name}</td>
                    <td>
                      <Group gap={6}>
                        {roles.map((role) => (
                          <Badge
                            key={role}
                            variant="light"
                            rightSection={
                              mayChange && personId !== me?.id ? (
                                <ActionIcon
                                  size={14}
                                  variant="transparent"
                                  aria-label={t('remove', { role: word(`roles.${role}`), name })}
                                  onClick={() => setRemoval({ personId, name, role })}
                                >
                                  <IconX size={12} />
                                </ActionIcon>
                              ) : null
                            }
                          >
                            {word(`roles.${role}`)}
                          </Badge>
                        ))}
                      </Group>
                    </td>
                    <td>{new Date(since).toLocaleDateString(i18n.language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </RowsState>
        </Section>
      </RowsState>
      {isInviting && kind && (
        <InviteMember
          organisationId={organisationId}
          kind={kind}
          onInvited={refresh}
          onClose={() => setInviting(false)}
        />
      )}
      {removal && (
        <ConfirmDialog
          title={t('removeTitle')}
          verb={t('removeDo')}
          onClose={() => setRemoval(null)}
          onConfirm={async () => {
            const { personId, role } = removal;
            await api.DELETE('/api/v1/organisations/{organisationId}/members/{personId}/roles/{role}', {
              params: { path: { organisationId, personId, role } },
            });
            await refresh();
          }}
        >
          {t('removeHelp', { name: removal.name, role: word(`roles.${removal.role}`) })}
        </ConfirmDialog>
      )}
    </div>
  );
}
