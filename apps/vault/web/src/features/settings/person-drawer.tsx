import { Button, Group, Stack, Switch, Text, Title } from '@mantine/core';
import { ConfirmDialog, meQuery, SideDrawer, useProblemText } from '@nexus/page';
import { read } from '@nexus/page/api';
import { Notice, StateDot } from '@nexus/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { type Person, peopleQuery } from '../../app/people-queries.ts';
import { identitiesQuery } from './access/access-queries.ts';
import { type Role, roles } from './duties.ts';
import { InvitationLink } from './invitation-link.tsx';
import { PasswordReset } from './password-reset.tsx';
import { stateTones } from './people-table.tsx';

export type PersonDrawerProps = { person: Person; mayManage: boolean; isMe: boolean; onClose(): void };

/** One person: state, duties in words, and what can be done about them. */
export function PersonDrawer({ person, mayManage, isMe, onClose }: PersonDrawerProps) {
  const { t } = useTranslation('settings');
  const problemText = useProblemText();
  const queries = useQueryClient();
  const { data: me } = useQuery(meQuery);
  const isOfficer = me?.roles.includes('officer') ?? false;
  const [isSuspending, setSuspending] = useState(false);
  const [isResetting, setResetting] = useState(false);
  const path = { personId: person.id };
  const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: peopleQuery.queryKey });

  const appointing = useMutation({
    mutationFn: ({ role, isHeld }: { role: Role; isHeld: boolean }) => {
      const params = { path: { ...path, role } };
      return isHeld
        ? read(api.DELETE('/api/v1/people/{personId}/roles/{role}', { params }))
        : read(api.PUT('/api/v1/people/{personId}/roles/{role}', { params }));
    },
    onSettled: refresh,
  });
  const renewing = useMutation({
    mutationFn: () => read(api.POST('/api/v1/people/{personId}/invitation', { params: { path } })),
  });
  const reactivating = useMutation({
    mutationFn: () => read(api.POST('/api/v1/people/{personId}/reactivate', { params: { path } })),
    onSettled: refresh,
  });
  const { data: identities = [] } = useQuery(identitiesQuery);
  const own = identities.filter(({ personId }) => personId === person.id);
  const proposed = own.flatMap(({ proposedRoles }) => proposedRoles).filter((role) => !person.roles.includes(role));
  const error = appointing.error ?? renewing.error ?? reactivating.error;

  async function suspend(): Promise<void> {
    await api.POST('/api/v1/people/{personId}/suspend', { params: { path } });
    await refresh();
  }

  async function resetSecondFactor(): Promise<void> {
    await api.DELETE('/api/v1/people/{personId}/second-factor', { params: { path } });
  }

  return (
    <SideDrawer title={person.name} onClose={onClose}>
      <Stack gap="lg">
        <div>
          <Text c="dimmed">{person.email ?? t('people.demo')}</Text>
          {own.length > 0 && (
            <Text c="dimmed">{t('people.from', { source: own.map(({ sourceName }) => sourceName).join(', ') })}</Text>
          )}
          <StateDot tone={stateTones[person.state]}>{t(`people.states.${person.state}`)}</StateDot>
        </div>
        {error && <Notice tone="bad">{problemText(error)}</Notice>}
        {person.kind === 'member' && (
          <Stack gap="md">
            <Title order={3} fz="md">
              {t('people.rolesTitle')}
            </Title>
            {isMe && <Notice>{t('roles.locked')}</Notice>}
            {proposed.length > 0 && (
              <Notice>
                {t('people.proposed', { roles: proposed.map((role) => t(`roles.${role}.name`)).join(', ') })}
              </Notice>
            )}
            {roles.map((role) => (
              <Switch
                key={role}
                label={t(`roles.${role}.name`)}
                description={t(`roles.${role}.may`)}
                checked={person.roles.includes(role)}
                disabled={isMe || appointing.isPending}
                onChange={() => appointing.mutate({ role, isHeld: person.roles.includes(role) })}
              />
            ))}
          </Stack>
        )}
        {!isMe && person.state === 'active' && person.kind === 'member' && (
          <PasswordReset person={person} mayIssue={mayManage} />
        )}
        {isOfficer && person.kind === 'member' && (
          <Group>
            <Button
              variant="default"
              renderRoot={(props) => <Link {...props} to="/security/clearances" search={{ person: person.id }} />}
            >
              {t('people.clearance')}
            </Button>
            <Button
              variant="default"
              renderRoot={(props) => <Link {...props} to="/security/access" search={{ person: person.id }} />}
            >
              {t('people.whatSees')}
            </Button>
          </Group>
        )}
        {renewing.data && <InvitationLink name={person.name} invitation={renewing.data} />}
        {mayManage && !isMe && person.kind === 'member' && (
          <Group>
            {person.state === 'invited' && !renewing.data && (
              <Button variant="default" loading={renewing.isPending} onClick={() => renewing.mutate()}>
                {t('people.renew')}
              </Button>
            )}
            {person.state === 'active' && (
              <Button variant="default" onClick={() => setResetting(true)}>
                {t('secondFactor.reset')}
              </Button>
            )}
            {person.state === 'suspended' ? (
              <Button loading={reactivating.isPending} onClick={() => reactivating.mutate()}>
                {t('people.reactivate')}
              </Button>
            ) : (
              <Button variant="default" c="var(--nx-bad)" onClick={() => setSuspending(true)}>
                {t('people.suspend')}
              </Button>
            )}
          </Group>
        )}
      </Stack>
      {isResetting && (
        <ConfirmDialog
          title={t('secondFactor.resetTitle', { name: person.name })}
          verb={t('secondFactor.reset')}
          onConfirm={resetSecondFactor}
          onClose={() => setResetting(false)}
        >
          {t('secondFactor.resetHelp')}
        </ConfirmDialog>
      )}
      {isSuspending && (
        <ConfirmDialog
          title={t('people.suspendTitle', { name: person.name })}
          verb={t('people.suspend')}
          onConfirm={suspend}
          onClose={() => setSuspending(false)}
        >
          {t('people.suspendHelp')}
        </ConfirmDialog>
      )}
    </SideDrawer>
  );
}
